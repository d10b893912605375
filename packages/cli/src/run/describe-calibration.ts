import { type CalibrationResult, type LayoutFit, rtlFingerprint, type TruthPoint } from '@concord/estimator'
import { WORKLOAD_MEANINGS, type WorkloadName } from '../calibrate/workloads.js'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import { formatPairs, formatTable } from '../session/text-table.js'

/** The content of the JSON file: the figures people look for first, then all of it. */
export function summariseCalibration({ calibration, areas, powers, timings }: CalibrationResult): object {
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

/** A calibration for people to read: errors by block, and what they were measured with. */
export function describeCalibration(
  { calibration }: CalibrationResult,
  measured: readonly TruthPoint[],
): string {
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
    ...['', ''],
  ]
  const header = ['block', 'of area']
  for (const of of ['area', 'power', ...(timing ? ['timing'] : [])]) header.push(`${of} median`, 'worst')
  header.push('× logic', '× clock')
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

/** How cells grew in layouts, for people to read. */
export function describeLayouts({ layout, comparisons }: LayoutFit): string {
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
