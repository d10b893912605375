import type { MapShape } from '../network/map-shape.js'

/** One line of a network's layer table. */
export interface LayerRow {
  readonly name: string
  readonly operator: string
  /** Kernel, steps, padding and pooling of a layer on the chip, as text. */
  readonly geometry: string
  /** What a layer of weights does to its sums where they become wide values, as text. */
  readonly after: string
  readonly place: 'chip' | 'host'
  /** Why it runs on the host; empty on the chip. */
  readonly reason: string
  readonly inputShape: readonly number[]
  readonly outputShape: readonly number[]
  /** Planes of an activation and of a weight; 0 on the host. */
  readonly actPlanes: number
  readonly weightPlanes: number
  /** Values of activations in and out, as text. */
  readonly inLevels: string
  readonly outLevels: string
  readonly weightBits: number
  readonly macs: number
  /** Bytes that move between host and chip for one input: codes to it, sums from it. */
  readonly bytes: number
  /** Bits of the sums on the chip. */
  readonly sumBits: number
  /** Rows that a negative factor turned round. */
  readonly turnedRows: number
  /** Channels that a sum exactly on a threshold can reach, where sign(0) or a rounding decides. */
  readonly tiedChannels: number
  /** Distance of the nearest real threshold from a reachable sum; undefined without thresholds. */
  readonly margin: number | undefined
}

/** Int16 values in multiples of a unit. */
export function wideLevels(unit: number): string {
  return `int16 × ${Number(unit.toPrecision(6))}`
}

/** Channels, height, width. */
export function shapeOf({ channels, height, width }: MapShape): number[] {
  return [channels, height, width]
}
