import {
  FunctionNone,
  LaneAccumulate,
  LaneAdd,
  LaneFunction,
  LaneGate,
  LaneGateRound,
  LaneMultiply,
  LaneOffset,
  LaneQuantise,
  LaneResidual,
  LaneRound,
  LaneSlope,
  LaneSlopeRound,
  LaneSum,
  LaneWrite,
  PostScale,
} from './package.js'
import type { ScaleRegister } from './scale-register.js'

/** What decides which lane operations there are. */
export interface LaneOperationsOf {
  readonly mode: number
  readonly pw: number
  readonly ph: number
  readonly planes: number
  readonly scale: ScaleRegister
}

/** Lane operations of a step, bit i for operation i. */
export interface LaneOperations {
  /** In all pixels of a window but the last. */
  readonly inner: number
  readonly last: number
}

const COMPARE: LaneOperations = { inner: 1 << LaneQuantise, last: 1 << LaneQuantise }

/** Which operations a step of the post unit has. Mirrors rtl/concord_lane_operations.sv. */
export function laneOperations({ mode, pw, ph, planes, scale }: LaneOperationsOf): LaneOperations {
  if (mode !== PostScale) return COMPARE
  const bit = (present: boolean, operation: number) => (present ? 1 << operation : 0)
  const sums =
    bit(true, LaneMultiply) |
    bit(true, LaneRound) |
    bit(scale.add, LaneAdd) |
    bit(pw !== 1 || ph !== 1, LaneSum)
  return {
    inner: sums | bit(true, LaneWrite),
    last:
      sums |
      bit(scale.residual, LaneResidual) |
      bit(scale.slope, LaneSlope) |
      bit(scale.slope, LaneSlopeRound) |
      bit(scale.function !== FunctionNone, LaneFunction) |
      bit(scale.gate, LaneGate) |
      bit(scale.gate, LaneGateRound) |
      bit(scale.accumulate, LaneAccumulate) |
      bit(scale.offset, LaneOffset) |
      bit(scale.write, LaneWrite) |
      bit(planes !== 0, LaneQuantise),
  }
}

/** Whether an operation takes a parameter; comparing takes its own. */
export function takesParameter(operation: number, { multiply }: ScaleRegister): boolean {
  return (
    (operation === LaneMultiply && multiply) ||
    operation === LaneAdd ||
    operation === LaneSlope ||
    operation === LaneOffset
  )
}

/** Parameters that an operation takes, comparing not counted. */
export function parameterCount(operation: number, scale: ScaleRegister): number {
  return takesParameter(operation, scale) ? 1 : 0
}

/** Whether an operation multiplies. */
export function isMultiplication(operation: number): boolean {
  return operation === LaneMultiply || operation === LaneSlope || operation === LaneGate
}

/** Whether an operation reads a wide word; @param scales - SCALE mode; @param source - RUN of the wide bank */
export function touchesWide(operation: number, scales: boolean, source: boolean): boolean {
  if (operation === LaneMultiply) return source && scales
  if (operation === LaneQuantise) return source && !scales
  return (
    operation === LaneSum ||
    operation === LaneResidual ||
    operation === LaneGate ||
    operation === LaneAccumulate
  )
}
