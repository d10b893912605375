import { fileURLToPath } from 'node:url'
import {
  type Calibration,
  type CalibrationResult,
  calibrate,
  calibrationChips,
  calibrationPath,
  findPdk,
  fitLayouts,
  type LayoutFit,
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
import { measurePoints } from '../calibrate/measure-points.js'
import { readLayouts } from '../calibrate/read-layouts.js'
import {
  HELD_OUT_WORKLOADS,
  TRAINING_WORKLOADS,
  WORKLOAD_MEANINGS,
  type WorkloadName,
} from '../calibrate/workloads.js'
import { readDataSet } from '../io/data-set.js'
import { InputError, readInput } from '../io/input-file.js'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb, positive } from './options.js'

const EXAMPLES = `  $ concord calibrate --recorded                   fit and errors from the chips that were measured last
  $ concord calibrate --json errors.json           measure chips of the RTL as it is, then fit
  $ concord calibrate --update                     and keep the result as the technology's calibration
  $ concord calibrate --recorded --layouts build/harden/nano    beside a layout

Every chip is synthesised, its gates run every workload, and OpenSTA computes the power of every cell from what switched. That takes
about a minute a chip; what is there stays in build/calibrate, so a calibration that was interrupted goes on, and several may run at once.
OpenSTA 2.6 or newer is needed: older ones have no power activity by pin. Chips: the first ones are fitted to, the rest is held out.`

const TECHNOLOGY = 'sky130_fd_sc_hd'
const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** Chips that are fitted to, and chips that are held out, unless asked for otherwise. */
const DEFAULT_TRAINING = 10
const DEFAULT_CONFIGS = 21

interface CalibrateVerbOptions {
  readonly configs: number
  readonly training: number
  readonly workloads?: readonly WorkloadName[]
  readonly recorded?: true
  readonly update?: true
  readonly layouts?: readonly string[]
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
        '--layouts <folders...>',
        'folders of "concord harden" whose newest LibreLane runs say how cells grow and fill the core',
      ),
      new Option('--update', 'keep coefficients, errors and chips as the calibration of the technology'),
    ],
    action: async (options) => {
      const { configs, training, workloads = HELD_OUT_WORKLOADS } = options
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
      session.print(describe(result, heldOut))
      if (fit !== undefined) session.print(`\n${describeLayouts(fit)}`)
      if (options.update) {
        session.outputs.write(truthPath(TECHNOLOGY), writeTruth([...fitted, ...heldOut]))
        session.outputs.write(calibrationPath(TECHNOLOGY), `${JSON.stringify(calibration, null, 2)}\n`)
      }
      return { ...summary(result), ...(fit && { layouts: fit }) }
    },
  })
}

function describeLayouts({ layout, comparisons }: LayoutFit): string {
  const percent = (value: number | undefined) => (value === undefined ? '' : formatPercent(value, 1))
  const rows = comparisons.map(({ chip, run, measuredUm2, estimatedUm2, utilisation }) => [
    ...[chip, run, formatSignificant(estimatedUm2, 5), formatSignificant(measuredUm2, 5)],
    ...[(measuredUm2 / estimatedUm2).toFixed(3), percent(utilisation)],
  ])
  const head = ['chip', 'layout', 'estimated µm²', 'cells µm²', 'growth', 'estimate by core']
  const { cellGrowth, utilisation, medianError, worstError } = layout
  return [
    formatTable(head, rows),
    '',
    formatPairs([
      [
        'growth',
        `${cellGrowth.toFixed(3)} (error by the others: median ${percent(medianError) || '–'}, worst ${percent(worstError) || '–'})`,
      ],
      ['utilisation', utilisation === undefined ? 'no run has a floorplan' : formatPercent(utilisation, 1)],
    ]),
  ].join('\n')
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
  const network = importOnnx(await readInput(MODEL))
  const { pixels, elements } = await readDataSet({ data: 'mnist', limit: 1 })
  const mnist = { network, image: pixels.subarray(0, elements) }
  const chips = [...calibrationChips('training', training), ...calibrationChips('heldOut', configs)]
  const points = await measurePoints(chips, { pdkRoot: findPdk(), mnist }, session)
  return { fitted: points.slice(0, training), heldOut: points.slice(training) }
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

/** The content of the JSON file: the figures people look for first, then all of it. */
function summary({ calibration, areas, powers, timings }: CalibrationResult): object {
  const { reference, heldOut, ...rest } = calibration
  return {
    area: calibration.area,
    power: calibration.power,
    timing: calibration.timing,
    configurations: heldOut.configurations,
    workloads: heldOut.workloads,
    ...reference,
    calibration: rest,
    comparisons: { area: areas, power: powers, timing: timings },
  }
}

function describe({ calibration }: CalibrationResult, measured: readonly TruthPoint[]): string {
  const { area, power, timing, coefficients, training, heldOut, reference, provenance: made } = calibration
  const names = Object.keys(area.blocks) as (keyof typeof area.blocks)[]
  const areaOf = (name: string): number =>
    measured.reduce((sum, { areaUm2 }) => sum + (areaUm2[name as keyof typeof areaUm2] ?? 0), 0)
  const total = names.reduce((sum, name) => sum + areaOf(name), 0)
  const share = (name: string): number => areaOf(name) / total
  const errors = (of: { medianError: number; worstError: number }) => [
    formatPercent(of.medianError, 1),
    formatPercent(of.worstError, 1),
  ]
  const factors = (name: (typeof names)[number]) =>
    [coefficients.logic, coefficients.clock].map((of) => (of[name] ?? 1).toFixed(2))
  const rows = names.map((name) => [
    name,
    formatPercent(share(name), 1),
    ...errors(area.blocks[name]!),
    ...errors(power.blocks[name]!),
    ...(timing === undefined ? [] : errors(timing.blocks[name]!)),
    ...factors(name),
  ])
  const whole = [
    'whole chip',
    formatPercent(1, 1),
    ...errors(area),
    ...errors(power),
    ...(timing ? errors(timing) : []),
  ]
  const header = ['block', 'of area', 'area median', 'worst', 'power median', 'worst', '× logic', '× clock']
  const clocks = Object.entries(reference.clockMhz).map(
    ([corner, mhz]) => `${corner} ${formatSignificant(mhz)}`,
  )
  return [
    `Errors on ${heldOut.configurations} chips that the fit to ${training.configurations} others never saw\n`,
    formatTable(header, [...rows, whole]),
    '',
    formatPairs([
      ['fitted on', training.workloads.join(', ')],
      [
        'power measured on',
        heldOut.workloads.map((name) => `${name} (${WORKLOAD_MEANINGS[name as WorkloadName]})`).join('; '),
      ],
      [
        'reference row',
        `${formatSignificant(reference.rowAreaPerLaneUm2)} µm² a lane, weight banks ${formatSignificant(reference.weightBankAreaPerBitUm2)} µm² a bit`,
      ],
      ['clock', `${reference.chip}: ${clocks.join(', ')} MHz`],
      ['made by', `Yosys ${made.yosys}, OpenSTA ${made.opensta}, ${made.date}, RTL ${made.rtl}`],
      ...(made.rtl === rtlFingerprint()
        ? []
        : [
            [
              'note',
              'the RTL has changed since, so nothing was fitted anew; run it without --recorded',
            ] as const,
          ]),
    ]),
  ].join('\n')
}
