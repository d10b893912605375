import { type Command, InvalidArgumentError, Option } from 'commander'
import { ENGINES, type EngineName } from '../engines/engine.js'
import { openEngine } from '../engines/open-engine.js'
import { findRtlTools } from '../engines/rtl-tools.js'
import { readChip } from '../io/chip-option.js'
import { readDataSet } from '../io/data-set.js'
import { loadProgram } from '../io/load-program.js'
import { pickSamples, runProgram } from '../run/run-program.js'
import { formatSummary } from '../run/summary.js'
import type { Session } from '../session/session.js'
import { addVerb, type ModelVerbOptions, modelOptions, OPTIONS, positive } from './options.js'

/** Inputs over which switching is counted unless the user says otherwise. */
const ACTIVITY_INPUTS = 256

const EXAMPLES = `  $ concord run models/mnist-mlp.onnx --chip edge --data mnist
  $ concord run models/mnist-mlp.onnx --chip edge --data t10k-images.idx3-ubyte.gz --labels t10k-labels.idx1-ubyte.gz
  $ concord run cnv-params.tar.gz --chip caravel --data cifar-10-batches-bin/test_batch.bin
  $ concord run mlp.concord --data images.npy --labels labels.npy --report run.html --json run.json
  $ concord run models/mnist-mlp.onnx --chip nano --data mnist --limit 2 --engine verilator --trace chip.vcd

Engines: fast (whole commands, exact cycles; the default), step (every register in every cycle), verilator and icarus (the
chip's SystemVerilog), gates (its synthesised netlist, in Verilator; minutes to make the first time). All give the same results in the same cycles.

A waveform of "step" holds the first execution; of verilator and icarus everything that runs, so give a --limit.
Energy comes from what switched on the real data, in the first --activity inputs, scaled to one input.`

interface RunVerbOptions extends ModelVerbOptions {
  readonly chip?: string
  readonly data: string
  readonly labels?: string
  readonly limit?: number
  readonly batch?: number
  readonly engine: EngineName
  readonly trace?: string
  readonly report?: string
  readonly activity: number
  readonly inputInterval: number
  readonly outputInterval: number
}

/** `concord run`: a data set through a network on a chip. */
export function addRun(program: Command, session: Session): void {
  addVerb<[string], RunVerbOptions>(program, session, {
    usage: 'run <model>',
    summary: 'run a network or a program on a chip',
    description:
      'Maps a network to a chip, or takes a program that was mapped, runs it on a data set, and says how many ' +
      'inputs it gets right, in how many cycles, with what energy, on what area.',
    examples: EXAMPLES,
    options: [
      OPTIONS.chip(),
      OPTIONS.data().makeOptionMandatory(),
      OPTIONS.labels(),
      OPTIONS.limit(),
      OPTIONS.batch(),
      OPTIONS.inputScale(),
      OPTIONS.signZero(),
      OPTIONS.noHost(),
      new Option('-e, --engine <name>', 'what runs the program').choices(ENGINES).default('fast'),
      new Option('--trace <file>', 'write the waveform as VCD; not with the fast engine'),
      new Option('-r, --report <file>', 'write the report, one HTML page that needs nothing else'),
      new Option('--activity <n>', 'inputs over which switching is counted: a number, or "all"')
        .argParser(activityInputs)
        .default(ACTIVITY_INPUTS),
      OPTIONS.inputInterval(),
      OPTIONS.outputInterval(),
    ],
    action: async (options, file) => {
      const { chip, batch, engine, report, trace, activity } = options
      if (trace !== undefined && engine === 'fast') {
        program.error(
          'error: --trace needs --engine step, verilator, icarus or gates: the fast engine makes no waveform',
        )
      }
      const draft = trace === undefined ? undefined : session.outputs.claim(trace)
      if (report !== undefined) session.outputs.claim(report)
      const config = chip === undefined ? undefined : await readChip(chip)
      if (engine === 'verilator' || engine === 'icarus') await findRtlTools([engine])
      if (engine === 'gates') await findRtlTools(['verilator'])
      const given = await readDataSet(options)
      const model = modelOptions(options)
      const loaded = await loadProgram(
        file,
        { chip: config, batch, data: given, model, host: options.host },
        session,
      )
      const { data } = loaded
      const { inputInterval, outputInterval } = options
      const record = await runProgram(
        {
          ...{ loaded, data, activity, inputInterval, outputInterval },
          trace: draft,
          open: (mapped, settings) => {
            if (engine === 'gates') session.progress.phase('synthesising and compiling the netlist')
            if (engine === 'verilator' || engine === 'icarus')
              session.progress.phase(`compiling the RTL with ${engine}`)
            return openEngine(engine, mapped, settings)
          },
        },
        session,
      )
      if (report !== undefined) {
        // The charting library takes longer to load than many a run
        const { renderReport } = await import('../report/report.js')
        session.outputs.write(report, renderReport(record, pickSamples(record, data)))
      }
      session.print(formatSummary(record))
      return record
    },
  })
}

function activityInputs(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('A number of at least 1, or "all", is needed.')
  return positive(text)
}
