import type { RtlEngine } from '@concord/harness'
import { type Command, Option } from 'commander'
import { openFast } from '../engines/fast-engine.js'
import { findRtlTools } from '../engines/rtl-tools.js'
import { readChip } from '../io/chip-option.js'
import { readDataSet } from '../io/data-set.js'
import { loadProgram } from '../io/load-program.js'
import { checkLayers, type LayerCheck } from '../run/check-layers.js'
import { classifyAll } from '../run/classify.js'
import { countAgreement } from '../run/count-agreement.js'
import { countProgram } from '../run/count-program.js'
import { checkLockStep } from '../run/lock-step.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatTable } from '../session/text-table.js'
import { addVerb, type ModelVerbOptions, modelOptions, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord verify models/mnist-mlp.onnx --chip edge --data mnist --limit 20
  $ concord verify mlp.concord --data images.npy --limit 4 --rtl both

Runs the stepped model, the fast path and the RTL side by side on real data. Compared are: every output port in every cycle, all
performance counters, the results, and all memories at the end of each pass. Of a network, every layer's result of the first inputs is
also compared with the source graph, evaluated node by node: the first layer, channel and pixel that differ are named. Wide values
are compared with real ones, within a tolerance that is shown, and the classes with those of the source graph.`

const RTLS: Readonly<Record<string, readonly RtlEngine[]>> = {
  verilator: ['verilator'],
  icarus: ['icarus'],
  both: ['verilator', 'icarus'],
}

/** Inputs that are compared unless the user says otherwise. */
const INPUTS = 20
/** Inputs whose every layer is compared with the source, at most. */
const LAYER_INPUTS = 3

interface VerifyVerbOptions extends ModelVerbOptions {
  readonly chip?: string
  readonly data: string
  readonly labels?: string
  readonly limit: number
  readonly batch?: number
  readonly rtl: string
  readonly inputInterval: number
  readonly outputInterval: number
}

/** `concord verify`: are simulator and RTL the same chip? */
export function addVerify(program: Command, session: Session): void {
  addVerb<[string], VerifyVerbOptions>(program, session, {
    usage: 'verify <model>',
    summary: 'compare simulator and RTL in lock step on real data',
    description:
      'Runs a network or a program on the simulator and on the RTL, cycle by cycle, and stops at the first difference.',
    examples: EXAMPLES,
    options: [
      OPTIONS.chip(),
      OPTIONS.data().makeOptionMandatory(),
      OPTIONS.labels(),
      OPTIONS.limit().default(INPUTS),
      OPTIONS.batch(),
      OPTIONS.inputScale(),
      OPTIONS.signZero(),
      OPTIONS.noHost(),
      new Option('--rtl <simulator>', 'what runs the RTL').choices(Object.keys(RTLS)).default('verilator'),
      OPTIONS.inputInterval(),
      OPTIONS.outputInterval(),
    ],
    action: async (options, file) => {
      const { chip, batch, rtl, inputInterval, outputInterval } = options
      const config = chip === undefined ? undefined : await readChip(chip)
      const engines = RTLS[rtl]
      const tools = await findRtlTools(engines)
      const given = await readDataSet(options)
      const model = modelOptions(options)
      const loaded = await loadProgram(
        file,
        { chip: config, batch, data: given, model, host: options.host },
        session,
      )
      const { program: mapped, network, data } = loaded
      const timing = { inputInterval, outputInterval }
      const layers = network && (await checkLayers(network, mapped.config, data, LAYER_INPUTS, session))
      const count = countProgram(mapped, timing)
      const lockStep = await checkLockStep({ program: mapped, data, engines, ...timing }, session)
      const engine = openFast(mapped, timing)
      const { results } = await classifyAll(mapped, engine, data, count, session)
      const { labels } = data
      const correct = labels ? results.filter((result, i) => result === labels[i]).length : null
      const wide = layers !== undefined && layers.deviations.length > 0
      const agreeing = network && wide ? await countAgreement(network, data, results, session) : null
      const right = correct === null ? '' : `, ${formatNumber(correct)} of them right`
      session.print(
        `equal: ${lockStep.engines.join(', ')} on ${mapped.config.name}\n` +
          (layers
            ? `${formatNumber(layers.layers)} layers of ${formatNumber(layers.inputs)} inputs equal the network: ${formatNumber(layers.elements)} values\n`
            : '') +
          (layers && agreeing !== null ? wideText(layers, agreeing, data.count) : '') +
          `${formatNumber(lockStep.cycles)} cycles of ${formatNumber(lockStep.executions)} executions, ${formatNumber(data.count)} inputs${right}`,
      )
      return {
        ...{
          equal: true,
          file,
          chip: mapped.config.name,
          inputs: data.count,
          correct,
          results: Array.from(results),
        },
        ...{ ...lockStep, layers: layers ?? null, agreeing, cyclesPerExecution: count.cycles, tools },
      }
    },
  })
}

/** Deviations of the wide values, and how often the class is that of the source graph. */
function wideText({ deviations }: LayerCheck, agreeing: number, inputs: number): string {
  const digits = (value: number) => String(Number(value.toPrecision(3)))
  const rows = deviations.map(({ layer, deviation, tolerance }) => [
    layer,
    digits(deviation),
    digits(tolerance),
  ])
  const table = formatTable(['wide values of', 'deviation', 'tolerance'], rows)
  const same = `${formatNumber(agreeing)} of ${formatNumber(inputs)} inputs get the class that the source graph gives in float`
  return `${table}\n${same}\n`
}
