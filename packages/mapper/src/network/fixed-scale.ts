import { WIDE_MAX, WIDE_MIN } from './fixed-point.js'
import { type CentredForm, centredForm, type RealForm } from './real-form.js'
import { addRanges, largest, mapRange, multiplyRanges, type RealRange } from './real-range.js'
import type { Scale } from './scale.js'
import { tableRange } from './table-function.js'

/** Field of SCALE's shifts, less one that ternary weights take. */
const SHIFT_MAX = 30

/** Relative allowance for the float64 arithmetic of the reference. */
const FLOAT_ERROR = 2 ** -40

/** Ranges, in reals, of what a form reads. */
export interface ReadRanges {
  /** Of the source, where it is wide. */
  readonly source: RealRange | undefined
  readonly residual?: RealRange | undefined
  readonly gate?: RealRange | undefined
  readonly accumulate?: RealRange | undefined
  /** Greatest distance of the residual from the source's value that it stands for, where nothing else tells. */
  readonly residualError?: number
}

/** What a form's steps hold. */
export interface FormRanges {
  /** Of the result. */
  readonly result: RealRange
  /** Greatest magnitude of any step in the unit of the result, parameters included. */
  readonly most: number
}

/** Ranges of a form, from those of what it reads. */
export function formRanges(form: RealForm, { source, residual, gate, accumulate }: ReadRanges): FormRanges {
  const { gain, bias, low, high } = centredForm(form, source)
  const pixels = windowPixels(form)
  const product = mapRange({ low, high }, (value, c) => value * gain[c])
  const sum = mapRange(product, (value, c) => value + bias[c])
  const all = mapRange(sum, (value) => value * pixels)
  const added = residual ? addRanges(all, residual) : all
  const bent = mapRange(added, (value, c) => bend(form, value, c))
  const made = form.function ? tableRange(form.function, bias.length) : bent
  const gated = gate ? multiplyRanges(made, gate) : made
  const whole = accumulate ? addRanges(gated, accumulate) : gated
  const result = mapRange(whole, (value, c) => value + (form.offset?.[c] ?? 0))
  const behind = [made, gated, whole, result, { low: result.low, high: form.offset ?? result.low }]
  if (form.function) return { result, most: largest(...behind) }
  return { result, most: largest(product, sum, all, added, { low: bias, high: bias }, ...behind) }
}

/**
 * The form in integers.
 *
 * @param unit - real value of 1 of the result
 */
export function fixedScale(
  form: RealForm,
  unit: number,
  place: Pick<Scale, 'tensor' | 'places'>,
  { residual, accumulate }: Pick<Scale, 'residual' | 'accumulate'>,
  ranges: ReadRanges,
): Scale {
  const centred = centredForm(form, ranges.source)
  const sumUnit = form.function?.argumentUnit ?? unit
  const gain = centred.gain.map((value) => value / sumUnit)
  const { multiply, shift } = factors(gain)
  const add = addends(centred.bias, sumUnit)
  const slopes = form.slope && factors(form.slope)
  const offset = form.offset && addends(form.offset, unit)
  const slope = slopes && (slopes.multiply ?? form.slope!.map((value) => value * 2 ** slopes.shift))
  const scale = {
    ...{ unit, ...place, multiply, shift, add, residual },
    slope: slope && Int32Array.from(slope),
    slopeShift: slopes?.shift ?? 0,
    ...{ function: form.function?.name, gate: form.gate !== undefined, accumulate, offset },
  }
  return { ...scale, tolerance: tolerance(form, centred, scale, ranges) }
}

/** Integer factors with one shift: gain ≈ multiply / 2^shift. None where all gains are the same 2^−shift. */
function factors(gain: Float64Array): { multiply: Int32Array | undefined; shift: number } {
  const power = -Math.log2(gain[0])
  if (Number.isInteger(power) && power >= 0 && power <= SHIFT_MAX && gain.every((g) => g === gain[0])) {
    return { multiply: undefined, shift: power }
  }
  const most = gain.reduce((max, value) => Math.max(max, Math.abs(value)), 2 ** -SHIFT_MAX)
  const shift = Math.max(0, Math.min(SHIFT_MAX, Math.floor(Math.log2(WIDE_MAX / most))))
  return { multiply: Int32Array.from(gain, (value) => clamp(Math.round(value * 2 ** shift))), shift }
}

/** Integer addends; none where all are 0. */
function addends(values: Float64Array, unit: number): Int32Array | undefined {
  const integers = Int32Array.from(values, (value) => clamp(Math.round(value / unit)))
  return integers.some((value) => value !== 0) ? integers : undefined
}

function clamp(value: number): number {
  return Math.max(WIDE_MIN, Math.min(WIDE_MAX, value))
}

/** Bound of |result − real| for exact operands, in reals: every rounding and every rounded parameter at its worst. */
function tolerance(
  form: RealForm,
  { gain, bias, low, high }: CentredForm,
  scale: Omit<Scale, 'tolerance'>,
  { residual, gate, residualError = 0 }: ReadRanges,
): number {
  const sumUnit = form.function?.argumentUnit ?? scale.unit
  const { unit, multiply, shift, add, slope, slopeShift, offset } = scale
  const pixels = windowPixels(form)
  let worst = 0
  for (let c = 0; c < gain.length; c++) {
    const reach = Math.max(Math.abs(low[c]), Math.abs(high[c]))
    const factor = multiply ? multiply[c] / 2 ** shift : 2 ** -shift
    const pixel =
      reach * Math.abs(factor - gain[c] / sumUnit) +
      (shift > 0 ? 0.5 : 0) +
      Math.abs((add?.[c] ?? 0) - bias[c] / sumUnit)
    let error = pixels * pixel + residualError / sumUnit
    if (slope) {
      const sum = (pixels * (reach * Math.abs(gain[c]) + Math.abs(bias[c]))) / unit + error
      const most =
        sum + (residual ? Math.max(Math.abs(residual.low[c]), Math.abs(residual.high[c])) / unit : 0)
      const bent = slope[c] / 2 ** slopeShift
      error =
        error * Math.max(1, Math.abs(bent)) +
        most * Math.abs(bent - form.slope![c]) +
        (slopeShift > 0 ? 0.5 : 0)
    }
    if (form.function) error = (error * sumUnit * form.function.steepest + form.function.error) / unit
    if (gate) error = error * Math.max(Math.abs(gate.low[c]), Math.abs(gate.high[c])) + 0.5
    error += Math.abs((offset?.[c] ?? 0) - (form.offset?.[c] ?? 0) / unit)
    worst = Math.max(worst, error)
  }
  return unit * (worst + FLOAT_ERROR * WIDE_MAX)
}

function bend({ slope }: RealForm, value: number, c: number): number {
  return slope && value < 0 ? value * slope[c] : value
}

function windowPixels({ window }: RealForm): number {
  return window ? window.width * window.height : 1
}
