import { TANH_TABLE } from '@concord/arch'
import {
  FunctionSigmoid,
  LaneAccumulate,
  LaneAdd,
  LaneFunction,
  LaneGate,
  LaneGateRound,
  LaneMultiply,
  LaneOffset,
  LaneResidual,
  LaneRound,
  LaneSlope,
  LaneSlopeRound,
  LaneSum,
} from './package.js'
import type { ScaleRegister } from './scale-register.js'

/** What an operation works on besides the lane's own value. */
export interface LaneOperands {
  /** The row's sum, or the wide value in a RUN of the wide bank; of MULTIPLY. */
  readonly a: number
  /** Low 16 bits of the parameter, signed. */
  readonly parameter: number
  /** Value of the wide word, signed. */
  readonly wide: number
  readonly windowFirst: boolean
}

/** Shift of GATE ROUND. */
const GATE_SHIFT = 15

/**
 * What SCALE does with the value of one row, one operation at a time. Mirrors rtl/concord_post_lane.sv.
 *
 * A product has at most 48 bits, so numbers hold it exactly.
 */
export class PostLane {
  y = 0
  product = 0

  /** Does one operation; @param operation - number of it, below LaneWrite */
  operate(operation: number, scale: ScaleRegister, { a, parameter, wide, windowFirst }: LaneOperands): void {
    switch (operation) {
      case LaneMultiply:
        this.product = a * (scale.multiply ? parameter : 1)
        break
      case LaneRound:
        this.y = saturate16(roundShift(this.product, scale.shift))
        break
      case LaneAdd:
      case LaneOffset:
        this.y = saturate16(this.y + parameter)
        break
      case LaneSum:
        if (!windowFirst) this.y = saturate16(this.y + wide)
        break
      case LaneResidual:
      case LaneAccumulate:
        this.y = saturate16(this.y + wide)
        break
      case LaneSlope:
        this.product = this.y * parameter
        break
      case LaneSlopeRound:
        if (this.y < 0) this.y = saturate16(roundShift(this.product, scale.slopeShift))
        break
      case LaneFunction:
        this.y = laneFunction(this.y, scale.function)
        break
      case LaneGate:
        this.product = this.y * wide
        break
      case LaneGateRound:
        this.y = saturate16(roundShift(this.product, GATE_SHIFT))
        break
    }
  }
}

/** The nearest int16. */
export function saturate16(value: number): number {
  return Math.max(-32768, Math.min(32767, value))
}

/** floor(value / 2^shift + 1/2); @param value - at most 48 bits, signed; @param shift - 0..31 */
export function roundShift(value: number, shift: number): number {
  return shift === 0 ? value : Math.floor(value / 2 ** shift + 0.5)
}

/** Sigmoid or tanh of an int16, from the table. */
export function laneFunction(y: number, number: number): number {
  const entry = TANH_TABLE[(y >> 8) & 255]
  return number === FunctionSigmoid ? (entry + 32768) >> 1 : entry
}

/** Code of a value without thresholds: clamped to `planes` bits. */
export function clampCode(y: number, planes: number): number {
  return Math.min(Math.max(y, 0), 2 ** planes - 1)
}
