import { fileURLToPath } from 'node:url'
import type { ChipConfig } from '@concord/arch'
import {
  type Calibration,
  type CalibrationResult,
  calibrate,
  calibrationChips,
  calibrationPath,
  findPdk,
  fitLayouts,
  loadCalibration,
  measureReference,
  readTruth,
  rtlFingerprint,
  staVersion,
  type TruthPoint,
  truthPath,
  writeTruth,
} from '@concord/estimator'
import { importOnnx } from '@concord/mapper'
import { type Command, Option } from 'commander'
import { compareKept } from '../calibrate/compare-kept.js'
import { measurePoints } from '../calibrate/measure-points.js'
import { readLayouts } from '../calibrate/read-layouts.js'
import { HELD_OUT_WORKLOADS, TRAINING_WORKLOADS, type WorkloadName } from '../calibrate/workloads.js'
import { readDataSet } from '../io/data-set.js'
import { InputError, readInput } from '../io/input-file.js'
import { describeCalibration, describeLayouts, summariseCalibration } from '../run/describe-calibration.js'
import type { Session } from '../session/session.js'
import { addVerb, positive } from './options.js'

const EXAMPLES = `  $ concord calibrate --recorded                   fit and errors from the chips that were measured last
  $ concord calibrate --json errors.json           measure chips of the RTL as it is, then fit
  $ concord calibrate --update                     and keep the result as the technology's calibration
  $ concord calibrate --recorded --layouts build/harden/nano    beside a layout
  $ concord calibrate --chips edge ./my-chip.json  errors of the calibration on these chips

Every chip is synthesised, its gates run every workload, and OpenSTA computes the power of every cell from what switched. That takes
about a minute a chip; what is there stays in build/calibrate, so a calibration that was interrupted goes on, and several may run at once.
OpenSTA 2.6 or newer is needed: older ones have no power activity by pin. Chips: the first ones are fitted to, the rest is held out.`

const TECHNOLOGY = 'sky130_fd_sc_hd'
const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** Chips that are fitted to, and chips that are held out, unless asked for otherwise. */
const DEFAULT_TRAINING = 12
const DEFAULT_CONFIGS = 25

interface CalibrateVerbOptions {
  readonly configs: number
  readonly training: number
  readonly workloads?: readonly WorkloadName[]
  readonly recorded?: true
  readonly update?: true
  readonly layouts?: readonly string[]
  readonly chips?: readonly string[]
}

/** `concord calibrate`: how far estimates are from synthesised chips. */
export function addCalibrate(program: Command, session: Session): void {
  addVerb<[], CalibrateVerbOptions>(program, session, {
    usage: 'calibrate',
    summary: 'fit the estimates to synthesised chips and measure their error on others',
    description:
      'Fits the few free coefficients of the estimates to synthesised chips whose gates ran workloads, and reports the error of area and ' +
      'power, block by block, on chips and workloads that the fit never saw.',
    examples: EXAMPLES,
    options: [
      new Option('--configs <n>', 'chips to measure the error on')
        .argParser(positive)
        .default(DEFAULT_CONFIGS),
      new Option('--training <n>', 'chips to fit to').argParser(positive).default(DEFAULT_TRAINING),
      new Option('--workloads <names...>', 'held-out workloads to measure the error on').choices(
        HELD_OUT_WORKLOADS,
      ),
      new Option('--recorded', 'use the chips that the calibration was made of, measure nothing').conflicts(
        'update',
      ),
      new Option(
        '--chips <chips...>',
        'measure these chips (presets or JSON files) and compare them with the calibration that is kept; nothing is fitted',
      ).conflicts(['recorded', 'update', 'layouts', 'configs', 'training']),
      new Option(
        '--layouts <folders...>',
        'folders of "concord harden" whose newest LibreLane runs say how cells grow and fill the core',
      ),
      new Option('--update', 'keep coefficients, errors and chips as the calibration of the technology'),
    ],
    action: async (options) => {
      const { configs, training, workloads = HELD_OUT_WORKLOADS, chips } = options
      if (chips !== undefined) {
        return await compareKept(
          chips,
          workloads,
          TECHNOLOGY,
          (configs) => measureAll(configs, session),
          session,
        )
      }
      if (options.update) {
        for (const path of [truthPath(TECHNOLOGY), calibrationPath(TECHNOLOGY)]) session.outputs.claim(path)
      }
      const layouts = await readLayouts(options.layouts ?? [])
      const { fitted, heldOut } = options.recorded
        ? recordedPoints(training, configs)
        : await measure(training, configs, session)
      if (heldOut.length === 0) {
        throw new InputError(
          'Nothing is held out',
          'chips',
          'no chip is recorded beside those for fitting',
          'run it without --recorded',
        )
      }
      const recorded = options.recorded ? loadCalibration(TECHNOLOGY) : undefined
      if (recorded === undefined) session.progress.phase('reference row and clock')
      // The structure of the estimates is that of the RTL as it is: with chips of another RTL only what was found then makes sense
      const isOther = recorded !== undefined && recorded.provenance.rtl !== rtlFingerprint()
      const result: CalibrationResult = isOther
        ? { calibration: recorded, areas: [], powers: [], timings: [] }
        : calibrate(fitted, heldOut, {
            ...{
              technology: TECHNOLOGY,
              trainingWorkloads: TRAINING_WORKLOADS,
              heldOutWorkloads: workloads,
            },
            reference: recorded?.reference ?? (await measureReference(findPdk())),
            provenance: recorded?.provenance ?? (await provenance(fitted[0].yosys)),
          })
      const fit = layouts.length > 0 ? fitLayouts(layouts, result.calibration.coefficients) : undefined
      const calibration = { ...result.calibration, ...(fit && { layout: fit.layout }) }
      session.progress.clear()
      session.print(describeCalibration(result, heldOut))
      if (fit !== undefined) session.print(`\n${describeLayouts(fit)}`)
      if (options.update) {
        session.outputs.write(truthPath(TECHNOLOGY), writeTruth([...fitted, ...heldOut]))
        session.outputs.write(calibrationPath(TECHNOLOGY), `${JSON.stringify(calibration, null, 2)}\n`)
      }
      return { ...summariseCalibration(result), ...(fit && { layouts: fit }) }
    },
  })
}

/** Chips to fit to, and those that the fit never sees. */
interface Points {
  readonly fitted: TruthPoint[]
  readonly heldOut: TruthPoint[]
}

function recordedPoints(training: number, configs: number): Points {
  const points = readTruth(TECHNOLOGY)
  const split = loadCalibration(TECHNOLOGY)?.training.configurations ?? 0
  return { fitted: points.slice(0, Math.min(split, training)), heldOut: points.slice(split, split + configs) }
}

async function measure(training: number, configs: number, session: Session): Promise<Points> {
  const chips = [...calibrationChips('training', training), ...calibrationChips('heldOut', configs)]
  const points = await measureAll(chips, session)
  return { fitted: points.slice(0, training), heldOut: points.slice(training) }
}

async function measureAll(chips: readonly ChipConfig[], session: Session): Promise<TruthPoint[]> {
  const network = importOnnx(await readInput(MODEL))
  const { pixels, elements } = await readDataSet({ data: 'mnist', limit: 1 })
  const mnist = { network, image: pixels.subarray(0, elements) }
  return await measurePoints(chips, { pdkRoot: findPdk(), mnist }, session)
}

async function provenance(yosys: string): Promise<Calibration['provenance']> {
  return {
    command: 'concord calibrate --update',
    date: new Date().toISOString().slice(0, 10),
    yosys,
    opensta: (await staVersion()) ?? '',
    rtl: rtlFingerprint(),
  }
}
