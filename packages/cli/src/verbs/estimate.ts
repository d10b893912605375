import { estimateTiming } from '@concord/estimator'
import { type Command, Option } from 'commander'
import { readChip } from '../io/chip-option.js'
import { readRunRecord } from '../io/run-file.js'
import { describeMerit } from '../run/describe-merit.js'
import { describeTiming } from '../run/describe-timing.js'
import { meritOf } from '../run/merit.js'
import { priceArea, priceEnergy } from '../run/price.js'
import type { EstimateRecord } from '../run/record.js'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatTable } from '../session/text-table.js'
import { addVerb, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord estimate --chip edge                       area, block by block
  $ concord run models/mnist-mlp.onnx --chip edge --data mnist --json run.json
  $ concord estimate --chip edge --run run.json        the energy of that run as well
  $ concord estimate --chip ./slow.json --run run.json the same switching at another clock or corner

A run belongs to the structure of its chip: the chip may differ in clock, corner, technology and storage cells only.`

interface EstimateVerbOptions {
  readonly chip: string
  readonly run?: string
}

/** `concord estimate`: what a chip costs. */
export function addEstimate(program: Command, session: Session): void {
  addVerb<[], EstimateVerbOptions>(program, session, {
    usage: 'estimate',
    summary: 'estimate area, clock and energy of a chip',
    description:
      'Composes the area of a chip from its structure and the cells of its technology, and the slowest path into each block; with a run, its ' +
      'energy from what switched there. Each figure says how it came about.',
    examples: EXAMPLES,
    options: [
      OPTIONS.chip().makeOptionMandatory(),
      new Option('--run <file>', 'what "concord run --json" wrote: adds energy'),
    ],
    action: async ({ chip, run }) => {
      const config = await readChip(chip)
      const record = run === undefined ? undefined : await readRunRecord(run, config)
      const area = priceArea(config)
      session.print(formatEstimate(`Area of ${config.name}`, area))
      const placed = `${formatSignificant(area.dieAreaUm2 / 1e6)} mm² after placement and routing`
      session.print(
        `\n${formatSignificant(area.total / 1e6)} mm² of cells, about ${placed}.\n${basisOf(area)}`,
      )
      const timing = estimateTiming(config)
      if (timing.length > 0) session.print(`\n${describeTiming(timing)}`)
      const result = { chip: config.name, chipConfig: config, areaUm2: area.total, area, timing }
      if (record === undefined) return result
      const energy = priceEnergy(config, record.switching, { inputs: record.inputs, ...record.cycles })
      session.print(`\n${formatEstimate(`Energy of ${record.model.file} on ${config.name}`, energy)}`)
      const power = `${formatSignificant(energy.powerMw)} mW at ${config.clockMhz} MHz`
      session.print(`\n${formatSignificant(energy.total)} nJ an input, ${power}.\n${basisOf(energy)}`)
      const merit = meritOf(config, record)
      session.print(`\n${describeMerit(merit, config.clockMhz)}`)
      return { ...result, energyPerInputNj: energy.total, energy, merit }
    },
  })
}

function formatEstimate(title: string, { blocks, total, unit }: EstimateRecord): string {
  const rows = [...blocks]
    .sort((a, b) => b.value - a.value)
    .map(({ name, value, note }) => [
      name,
      formatSignificant(value, 4),
      formatPercent(value / total, 1),
      note,
    ])
  const sum = ['total', formatSignificant(total, 4), formatPercent(1, 1), '']
  return `${title}\n\n${formatTable(['block', unit, 'share', 'what it holds'], [...rows, sum], 3)}`
}

function basisOf({ basis, error, note }: EstimateRecord): string {
  return `Basis: ${basis}; error: ${error}. ${note}`
}
