import { createHash } from 'node:crypto'
import type { Score } from '../infer.js'
import type { NetworkSettings } from '../net/settings.js'
import { decodeOnnx } from '../onnx/decode-onnx.js'
import { ELEMENT } from '../onnx/model.js'
import { sizeOf } from '../onnx/value.js'
import type { ZooEntry } from './network-recipe.js'
import type { RecipeResult } from './recipe.js'

/** What is known of a committed network; `NAME.json` beside `NAME.onnx`. */
export interface ModelCard {
  readonly name: string
  readonly family: string
  readonly summary: string
  readonly source: string
  readonly bytes: number
  readonly sha256: string
  readonly weights: {
    /** Quantised ones, stored in a byte each. */
    readonly quantised: number
    /** Real ones: convolutions, layers and biases in float32; normalisation is not counted. */
    readonly real: number
  }
  /** Operators of the graph, in the order of the alphabet. */
  readonly operators: readonly string[]
  /** Held-out training images right, the last 5,000: what settings are chosen on. */
  readonly validation: Pick<Score, 'correct' | 'total'>
  /** Test images right, by the file's own nodes in float64. */
  readonly test: Pick<Score, 'correct' | 'total'>
  /** The same of the first few only: what a quick check can repeat exactly. */
  readonly firstImages: Pick<Score, 'correct' | 'total'>
  /** Test images that the float twin gets right, in float32. */
  readonly twin: Pick<Score, 'correct' | 'total'>
  /** Least share that must be right. */
  readonly floor: number
  readonly settings: NetworkSettings
}

/** The file's own scores besides that of all test images. */
export interface FileScores {
  readonly validation: Score
  /** Of the first few test images. */
  readonly first: Score
}

/** Describes what a recipe's run gave. */
export function modelCard(
  entry: ZooEntry,
  { onnx, test, twin, settings }: RecipeResult,
  { validation, first }: FileScores,
): ModelCard {
  const { graph } = decodeOnnx(onnx)
  const elements = (wanted: (tensor: (typeof graph.initializer)[number]) => boolean) =>
    graph.initializer.filter(wanted).reduce((sum, { dims }) => sum + sizeOf(dims), 0)
  return {
    name: entry.name,
    family: entry.family,
    summary: entry.summary,
    source: entry.source,
    bytes: onnx.length,
    sha256: createHash('sha256').update(onnx).digest('hex'),
    weights: {
      quantised: elements(({ data_type }) => data_type === ELEMENT.int8),
      real: elements(({ data_type, name }) => data_type === ELEMENT.float && /\.(weight|bias)$/.test(name)),
    },
    operators: [...new Set(graph.node.map((node) => node.op_type))].sort(),
    validation: count(validation),
    test: count(test),
    firstImages: count(first),
    twin: count(twin!),
    floor: entry.floor,
    settings: settings as NetworkSettings,
  }
}

const count = ({ correct, total }: Score) => ({ correct, total })
