import { largestIndices, softmax } from '../operators/heads.js'
import { type HostGraph, type HostInput, runHostNodes } from './host-graph.js'
import { keptTensors } from './host-segment.js'
import type { Kept } from './kept.js'

/** A step of the host's arithmetic on the scores, one a class, in float64 and in the order of the source. */
export type HeadStep =
  | {
      readonly op: 'add' | 'subtract' | 'subtractFrom' | 'multiply' | 'divide'
      readonly values: readonly number[]
    }
  | { readonly op: 'relu' }
  | { readonly op: 'softmax' }
  | { readonly op: 'top'; readonly count: number }
  | HostGraphStep

/** Any other piece of the source; the sums enter as real values. */
export type HostGraphStep = {
  readonly op: 'graph'
  /** Why the chip does not run it. */
  readonly reason: string
  /** Real value of an integer sum of 1, by channel. */
  readonly units: readonly number[]
  /** Position of each sum in the tensor that enters, channel by channel; empty: in this order. */
  readonly places: readonly number[]
  readonly graph: HostGraph
  /** Tensors that earlier parts of the host have kept for it. */
  readonly needs?: readonly HostInput[]
}

/** What a network says about one input. */
export interface Scores {
  /** One a class: logits, or probabilities after a softmax. */
  readonly values: readonly number[]
  /** Index of the largest value; the lowest one on ties. */
  readonly label: number
}

/**
 * Runs the host's part of a network.
 *
 * @param sums - exact integer sums of the last layer, channel by channel
 * @param kept - by earlier parts of the host, for this input
 */
export function runHead(steps: readonly HeadStep[], sums: ArrayLike<number>, kept: Kept = new Map()): Scores {
  let values = Array.from(sums)
  for (const step of steps) values = applyStep(step, values, kept)
  return { values, label: largestIndices(values, 1)[0] }
}

function applyStep(step: HeadStep, values: readonly number[], kept: Kept): number[] {
  switch (step.op) {
    case 'relu':
      return values.map((value) => Math.max(0, value))
    case 'softmax':
      return softmax(values)
    case 'top':
      return [...values]
    case 'graph':
      return runGraph(step, values, kept)
    default: {
      const combine = ARITHMETIC[step.op]
      return values.map((value, i) => combine(value, step.values[step.values.length === 1 ? 0 : i]))
    }
  }
}

function runGraph(
  { units, places, graph, needs = [] }: HostGraphStep,
  sums: readonly number[],
  kept: Kept,
): number[] {
  const pixels = sums.length / units.length
  const data = new Float64Array(sums.length)
  for (const [i, sum] of sums.entries()) data[places[i] ?? i] = sum * units[Math.floor(i / pixels)]
  const { tensor, shape } = graph.input
  const entering = [[tensor, { shape, data }] as const, ...keptTensors(needs, kept)]
  return Array.from(runHostNodes(graph, entering).get(graph.output)!.data)
}

const ARITHMETIC = {
  add: (x: number, y: number) => x + y,
  subtract: (x: number, y: number) => x - y,
  subtractFrom: (x: number, y: number) => y - x,
  multiply: (x: number, y: number) => x * y,
  divide: (x: number, y: number) => x / y,
} as const
