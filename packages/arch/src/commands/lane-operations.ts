/** Operations of a post lane in the order in which a step does them (docs/architecture.md §11). */
export const LANE_OPERATIONS = [
  'Multiply',
  'Round',
  'Add',
  'Sum',
  'Residual',
  'Slope',
  'SlopeRound',
  'Function',
  'Gate',
  'GateRound',
  'Accumulate',
  'Offset',
  'Write',
  'Quantise',
] as const

/** Name of an operation of a post lane. */
export type LaneOperation = (typeof LANE_OPERATIONS)[number]
