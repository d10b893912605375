import type { SourceGraph } from '../graph/source-graph.js'
import type { HeadStep } from './head.js'
import type { HostSegment } from './host-segment.js'
import type { Layer } from './layer.js'
import type { NetworkInput } from './network-input.js'
import type { Stem } from './stem.js'

/** A network as exact integer arithmetic between its input bytes and the sums of its last layer. */
export interface Network {
  readonly name: string
  readonly source: SourceGraph
  readonly input: NetworkInput
  /** What the host does in front of the first layer; undefined when bytes go to the chip. */
  readonly stem?: Stem | undefined
  readonly layers: readonly Layer[]
  /** What the host does between layers, in order. */
  readonly segments: readonly HostSegment[]
  /** Scores that the head gives. */
  readonly classes: number
  /** What the host does to the last sums. */
  readonly head: readonly HeadStep[]
}

/** Sums that leave the chip for one input. */
export function sumCount({ layers }: Network): number {
  const { channels, height, width } = layers[layers.length - 1].output
  return channels * height * width
}
