import type { ChipConfig, Program } from '@concord/arch'
import { findPdk } from '@concord/estimator'
import { MappingError, mapNetwork, type Network, placeNetwork } from '@concord/mapper'
import { type Command, Option } from 'commander'
import { powerOfRun, type RunPower } from '../calibrate/power-of-run.js'
import { readChip } from '../io/chip-option.js'
import { readDataSet } from '../io/data-set.js'
import { readModel } from '../io/model-file.js'
import { hostRecord, hostTable } from '../run/host-record.js'
import { type PassStream, passStreams, shareCycles } from '../run/pass-streams.js'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatTable } from '../session/text-table.js'
import { addVerb, OPTIONS, positive } from './options.js'

const EXAMPLES = `  $ concord power nano models/mnist-mlp.onnx --data mnist
  $ concord power nano models/mnist-mlp.onnx --data mnist --activity nano.tcl    for LibreLane's STA_EXTRA_CORNER_TCL_FILE

The gates are those of "concord synth", module by module; what they do is compared with the model in every cycle. Cells have no delays
there, so glitches do not count, and there is no clock tree before layout. OpenSTA 2.6 or newer is needed, and a PDK.`

/** Cycles that the gates run unless asked for otherwise. */
const DEFAULT_CYCLES = 4000

interface PowerVerbOptions {
  readonly data: string
  readonly cycles: number
  readonly activity?: string
}

/** `concord power`: power of the gates on a real network. */
export function addPower(program: Command, session: Session): void {
  addVerb<[string, string], PowerVerbOptions>(program, session, {
    usage: 'power <chip> <model>',
    summary: 'power of the gates of a chip on a network, from what switches',
    description:
      'Synthesises a chip, runs the first cycles of a network on its gates, and computes power by block with OpenSTA: once from what ' +
      'switched, once vectorless, as a flow does that knows nothing of the run.',
    examples: EXAMPLES,
    options: [
      OPTIONS.data().makeOptionMandatory(),
      new Option('--cycles <n>', 'cycles that the gates run; each pass has its share, from its first beat on')
        .argParser(positive)
        .default(DEFAULT_CYCLES),
      new Option('--activity <file>', 'write the activity of all registers as Tcl for OpenSTA'),
    ],
    action: async ({ data, cycles, activity }, chip, model) => {
      if (activity !== undefined) session.outputs.claim(activity)
      const config = await readChip(chip)
      const { network } = await readModel(model)
      const { pixels, elements } = await readDataSet({ data, limit: 1 })
      const placed = placeNetwork(network, config)
      const program = programOf(placed, config)
      const passes = passStreams(program, pixels.subarray(0, elements))
      const shares = shareCycles(passes, cycles)
      const starts = passes.map(({ stream }, i) => ({ stream, cycles: shares[i] }))
      const { activityTcl, ...power } = await powerOfRun(config, starts, {
        pdkRoot: findPdk(),
        report: (what) => void session.progress.phase(what),
      })
      const host = hostRecord(program)
      session.progress.clear()
      if (activity !== undefined) session.outputs.write(activity, activityTcl)
      session.print(`Power of ${model} on ${config.name}, ${config.corner}, ${power.cycles} cycles\n`)
      session.print(describe(power))
      session.print(describePasses(passes, shares, hostTable(host)))
      const measured = passes.map((pass, i) => ({ cycles: pass.cycles, measured: shares[i] }))
      return { chip: config.name, corner: config.corner, model, ...power, passes: measured, host }
    },
  })
}

/** A program of one input, in one pass where its maps fit. */
function programOf(network: Network, config: ChipConfig): Program {
  try {
    return mapNetwork(network, config, { batch: 1, onePass: true })
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    return mapNetwork(network, config, { batch: 1 })
  }
}

function describePasses(passes: readonly PassStream[], shares: readonly number[], host: string): string {
  const rows = passes.map(({ cycles }, i) => [String(i + 1), formatNumber(shares[i]), formatNumber(cycles)])
  const table = formatTable(['pass', 'cycles on the gates', 'of'], rows)
  return ['', table, ...(host === '' ? [] : ['', 'In none of these figures:', '', host])].join('\n')
}

function describe({ blocks, powerMw, vectorlessMw, clockMhz }: Omit<RunPower, 'activityTcl'>): string {
  const line = (name: string, known: number, guessed: number): string[] => [
    name,
    formatSignificant(known),
    formatPercent(known / powerMw, 1),
    formatSignificant(guessed),
    known === 0 ? '' : formatSignificant(guessed / known),
  ]
  return [
    formatTable(
      ['block', 'mW', 'share', 'vectorless mW', '× known'],
      [
        ...blocks.map(({ name, powerMw: known, vectorlessMw: guessed }) => line(name, known, guessed)),
        line('whole chip', powerMw, vectorlessMw),
      ],
    ),
    '',
    `At ${clockMhz} MHz; without clock tree, glitches and pads.`,
  ].join('\n')
}
