import type { HostTensor } from '@concord/arch'
import { needsGraphInput } from '../network/evaluate.js'
import type { RunnableSegment, SegmentInput } from '../network/host-segment.js'
import type { Network } from '../network/network.js'
import type { InputScale } from '../network/network-input.js'
import { storedComplements } from '../planes/complement.js'
import type { PlaneNetwork, Readout } from '../planes/plane-network.js'

/** A result of the chip that a segment takes, as a program holds it. */
export type HeldInput = SegmentInput & {
  /** Number of its tensor. */
  readonly held: number
  /** Of sums: how the chip's become the source's. */
  readonly readout?: Readout
  /** Of codes: top of the channels that are stored as top − code, −1 for the others; empty when there are none. */
  readonly tops: readonly number[]
}

/** A segment as a program holds it; plain JSON. */
export type ProgramSegment = RunnableSegment & {
  /** Pass behind which it runs; −1: as soon as the input is there. */
  readonly after: number
  readonly reason: string
  readonly inputs: readonly HeldInput[]
  /** Number of the tensor that is its result. */
  readonly held?: number
}

/** The graph's input, where parts of the host behind the stem work on it. */
export type GraphInput = {
  readonly tensor: string
  readonly shape: readonly number[]
  readonly scale: InputScale
}

/** The host's part between passes. */
export interface HostBetween {
  readonly segments: readonly ProgramSegment[]
  readonly graphInput: GraphInput | undefined
}

/**
 * What the host does between the passes of a program.
 *
 * @param passes - layers of each pass, by id
 */
export function hostBetween(
  network: Network,
  { layers }: PlaneNetwork,
  tensors: readonly HostTensor[],
  passes: readonly (readonly string[])[],
): HostBetween {
  const complements = storedComplements(network)
  const numberOf = (id: string) => tensors.findIndex(({ name }) => name === id)
  const segments = network.segments.map((segment): ProgramSegment => {
    const { id, reason, before, needs, keeps, part, result } = segment
    const last = before > 0 ? network.layers[before - 1].id : undefined
    const inputs = segment.inputs.map((input): HeldInput => {
      const { readout } = layers.find(({ layer }) => layer.id === input.id)!
      const tops = Array.from(complements.get(input.id)!)
      const turned = tops.some((top) => top >= 0)
      return { ...input, held: numberOf(input.id), tops: turned ? tops : [], ...(readout && { readout }) }
    })
    const after = last === undefined ? -1 : passes.findIndex((ids) => ids.includes(last))
    const common = { after, reason, inputs, needs, keeps, part }
    if (result === undefined) return common
    const { tensor: _, places: __, levels: ___, ...sent } = result
    return { ...common, held: numberOf(id), result: sent }
  })
  const { source, input } = network
  if (!needsGraphInput(network)) return { segments, graphInput: undefined }
  return { segments, graphInput: { tensor: source.input.name, shape: input.shape, scale: input.scale } }
}
