import { NO_BORDER } from './border.js'
import { Draft } from './draft.js'
import { WIDE_MIN } from './fixed-point.js'
import type { MapShape } from './map-shape.js'

/** Behind the name of a tensor that is in another unit. */
export const RESCALED = '/rescaled'

const UNIT_STEP = { x: 1, y: 1 }

/** A layer without weights, whose sums are wide values as they are. */
export function wideDraft(
  tensor: string,
  of: {
    /** Positions of its elements in the tensor; undefined when it has them channel by channel. */
    readonly places: Int32Array | undefined
    /** Ids of the layers whose results the wide values are. */
    readonly inputs: readonly string[]
    readonly map: MapShape
    /** Real value of 1. */
    readonly unit: number
  },
): Draft {
  return new Draft(`${tensor}/wide`, {
    name: tensor,
    kind: 'wide',
    tensor,
    places: of.places,
    inputs: of.inputs,
    input: of.map,
    output: of.map,
    kernel: { width: 1, height: 1 },
    stride: UNIT_STEP,
    dilation: UNIT_STEP,
    pad: NO_BORDER,
    padCodes: undefined,
    groups: 1,
    weights: new Int32Array(0),
    inLevels: { unit: of.unit, first: WIDE_MIN, step: 1, count: 2 ** 16 },
    weightUnits: new Float64Array(of.map.channels).fill(1),
  })
}
