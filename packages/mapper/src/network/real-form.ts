import { centredRange, centring } from './centred-sums.js'
import type { Draft } from './draft.js'
import type { Pool } from './layer.js'
import type { RealRange } from './real-range.js'
import type { TableFunction } from './table-function.js'
import type { BaseValue } from './value.js'

/**
 * A real map as the post unit can make it in one go, by channel:
 * offset + accumulate + gate × function(bend(Σ over the window of (gain × source + bias) + residual)), bend having another
 * slope below 0.
 */
export interface RealForm {
  readonly source: Draft
  readonly gain: Float64Array
  readonly bias: Float64Array
  /** Wide values. */
  readonly residual?: BaseValue
  readonly slope?: Float64Array
  readonly function?: TableFunction
  /** Wide values in 1/32768. */
  readonly gate?: BaseValue
  /** Wide values that nothing else reads: the result takes their place. */
  readonly accumulate?: BaseValue
  readonly offset?: Float64Array
  readonly window?: Pool
}

/** The source as it is: its real values. */
export function plainForm(source: Draft): RealForm {
  const { channels } = source.output
  return { source, gain: new Float64Array(channels).fill(1), bias: new Float64Array(channels) }
}

/** The form with another step behind it; undefined when it does not take it. */
export function affineForm(form: RealForm, gain: Float64Array, bias: Float64Array): RealForm | undefined {
  const added = (list: Float64Array) => list.map((value, c) => value + bias[c])
  if (form.function) return undefined
  const last = form.slope ?? form.gate
  if (last || form.residual) {
    if (gain.some((factor) => factor !== 1)) return undefined
    return last
      ? { ...form, offset: added(form.offset ?? new Float64Array(gain.length)) }
      : { ...form, bias: added(form.bias) }
  }
  return {
    ...form,
    gain: form.gain.map((factor, c) => factor * gain[c]),
    bias: added(form.bias.map((value, c) => value * gain[c])),
  }
}

/** Factor and addend on centred sums, and the range of these. */
export interface CentredForm {
  readonly gain: Float64Array
  readonly bias: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** @param range - of the real values of a wide source */
export function centredForm({ source, gain, bias }: RealForm, range: RealRange | undefined): CentredForm {
  const { body } = source
  const { step, constant } = centring(body)
  const { unit } = body.inLevels
  const units = body.weightUnits.map((weightUnit) => weightUnit * unit)
  const centred =
    body.kind === 'wide'
      ? { low: range!.low.map((value) => value / unit), high: range!.high.map((value) => value / unit) }
      : centredRange(body)
  return {
    gain: gain.map((factor, c) => (factor * units[c] * step) / 2),
    bias: bias.map((value, c) => value + (gain[c] * units[c] * constant[c]) / 2),
    ...centred,
  }
}
