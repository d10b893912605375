import { TANH_TABLE } from '@concord/arch'
import { saturate, shiftRounded } from './fixed-point.js'

/** A function of the table in the post unit (docs/architecture.md §11). */
export type ScaleFunction = 'sigmoid' | 'tanh'

/**
 * How sums become wide values: int16, real = integer × unit. The steps of SCALE (docs/architecture.md §11) on the
 * centred sum; lists have one entry an output channel.
 *
 * The centred sum of a layer of weights is 2 Σ weight × code − (2^planes − 1) Σ weight, that of a wide layer its value.
 */
export interface Scale {
  /** Real value of 1, a power of 2 but for the results of `function` and `gate`, which are in 1/32768. */
  readonly unit: number
  /** Name of the source tensor that holds the result, and where it has each element, channel by channel. */
  readonly tensor: string
  readonly places: Int32Array | undefined
  /** int16 factors; undefined: 1. */
  readonly multiply: Int32Array | undefined
  /** The product is divided by 2^shift, 0..31. */
  readonly shift: number
  readonly add: Int32Array | undefined
  /** Ids of the wide values, in the same unit, that are added, or multiplied by with `gate`; their channels one after another. */
  readonly residual: readonly string[] | undefined
  /** Factors below 0, in 2^−slopeShift. */
  readonly slope: Int32Array | undefined
  readonly slopeShift: number
  readonly function: ScaleFunction | undefined
  /** The residual is a factor in 1/32768, not a summand. */
  readonly gate: boolean
  /** Ids of wide values that are added at the end; the result takes their place. */
  readonly accumulate: readonly string[] | undefined
  readonly offset: Int32Array | undefined
  /** Greatest distance of a result from the real one of the same inputs, in reals. */
  readonly tolerance: number
}

/** The part of SCALE that is done to every pixel of a window: factor, rounding, addend. */
export function scaleSum(scale: Scale, channel: number, sum: number): number {
  const { multiply, shift, add } = scale
  const y = saturate(shiftRounded(multiply ? sum * multiply[channel] : sum, shift))
  return add ? saturate(y + add[channel]) : y
}

/**
 * The part that is done once a window.
 *
 * @param residual - of this element, where there is one
 * @param accumulate - likewise
 */
export function finishScale(
  scale: Scale,
  channel: number,
  sum: number,
  residual: number,
  accumulate: number,
): number {
  const { slope, slopeShift, gate, offset } = scale
  let y = sum
  if (scale.residual && !gate) y = saturate(y + residual)
  if (slope && y < 0) y = saturate(shiftRounded(y * slope[channel], slopeShift))
  if (scale.function) y = tableValue(scale.function, y)
  if (gate) y = saturate(shiftRounded(y * residual, GATE_SHIFT))
  if (scale.accumulate) y = saturate(y + accumulate)
  return offset ? saturate(y + offset[channel]) : y
}

/** Bits behind the point of a gate. */
const GATE_SHIFT = 15

/** Entry of the post unit's table for an int16: tanh(y / 8192) or sigmoid(y / 4096) in 1/32768, to the middle of its cell. */
export function tableValue(name: ScaleFunction, y: number): number {
  const entry = TANH_TABLE[(y >> 8) & 0xff]
  return name === 'tanh' ? entry : (entry + 32768) >> 1
}
