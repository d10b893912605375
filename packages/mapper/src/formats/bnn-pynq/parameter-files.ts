import { FormatError } from '../format-error.js'
import type { ModelFiles } from '../model-files.js'
import { type LayerGeometry, matrixSize } from './geometry.js'

/** Bytes of a word in every file: uint64 or int64, little endian. */
const WORD_BYTES = 8

/** Most thresholds a row: 2-bit activations have 2. */
const THRESHOLDS_MAX = 3

/** Parameters of one layer as they are stored. */
export interface LayerParameters {
  /** [row][synapse]: ±1, or −1, 0, 1. */
  readonly weights: Int8Array
  /** [row][threshold], integers; empty for a layer without thresholds. */
  readonly thresholds: Float64Array
  /** Thresholds a row; 0 for a layer that hands on its sums. */
  readonly steps: number
}

/** Names of the parameter files of a layer, by processing element. */
export function weightFile(layer: number, pe: number): string {
  return `${layer}-${pe}-weights.bin`
}

function thresholdFile(layer: number, pe: number): string {
  return `${layer}-${pe}-thres.bin`
}

/**
 * Reads the parameters of one layer from its files.
 *
 * Row n = fold × PE + element lies in the file of its element; a weight word holds SIMD synapses, the first in
 * the lowest bits; bit 1 is +1, bit 0 is −1.
 *
 * @throws FormatError when a file is missing or has another length than the geometry asks for
 */
export function readLayerParameters(
  { name, entries }: ModelFiles,
  layer: number,
  geometry: LayerGeometry,
): LayerParameters {
  const { rows, synapses } = matrixSize(geometry)
  const { pe, simd, weightBits } = geometry
  const fault = (file: string, why: string) => new FormatError('BNN-PYNQ parameters', `${name}, ${file}`, why)
  if (rows % pe !== 0 || synapses % simd !== 0 || simd * weightBits > 64 || weightBits > 2) {
    throw fault(`layer ${layer}`, `${rows} × ${synapses} weights do not fold to ${pe} PE × ${simd} SIMD`)
  }
  const [rowFolds, synapseFolds] = [rows / pe, synapses / simd]
  const wordsOf = (file: string): DataView => {
    const bytes = entries.get(file)
    if (bytes === undefined) throw fault(file, 'the file is missing')
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const steps = thresholdSteps(entries, layer, rowFolds, fault)
  const files = Array.from({ length: pe }, (_, element) => wordsOf(weightFile(layer, element)))
  for (const [element, view] of files.entries()) {
    const expected = rowFolds * synapseFolds * WORD_BYTES
    if (view.byteLength !== expected) {
      throw fault(
        weightFile(layer, element),
        `it has ${view.byteLength} bytes, the geometry asks for ${expected}`,
      )
    }
  }
  const weights = new Int8Array(rows * synapses)
  const thresholds = new Float64Array(rows * steps)
  for (let element = 0; element < pe; element++) {
    const words = files[element]
    for (let fold = 0; fold < rowFolds; fold++) {
      const row = fold * pe + element
      for (let word = 0; word < synapseFolds; word++) {
        const at = (fold * synapseFolds + word) * WORD_BYTES
        const value = words.getBigUint64(at, true)
        if (value >> BigInt(simd * weightBits) !== 0n) {
          throw fault(
            weightFile(layer, element),
            `word ${at / WORD_BYTES} has more than ${simd * weightBits} bits`,
          )
        }
        unpackWord(value, simd, weightBits, weights, row * synapses + word * simd)
      }
    }
    if (steps === 0) continue
    const stored = wordsOf(thresholdFile(layer, element))
    if (stored.byteLength !== rowFolds * steps * WORD_BYTES) {
      throw fault(
        thresholdFile(layer, element),
        `it has ${stored.byteLength} bytes, that of element 0 has more or fewer`,
      )
    }
    for (let fold = 0; fold < rowFolds; fold++) {
      for (let t = 0; t < steps; t++) {
        const threshold = Number(stored.getBigInt64((fold * steps + t) * WORD_BYTES, true))
        thresholds[(fold * pe + element) * steps + t] = threshold
      }
    }
  }
  return { weights, thresholds, steps }
}

/** Thresholds a row, from the size of the first file; 0 when there is none. */
function thresholdSteps(
  entries: ModelFiles['entries'],
  layer: number,
  rowFolds: number,
  fault: (file: string, why: string) => FormatError,
): number {
  const file = thresholdFile(layer, 0)
  const bytes = entries.get(file)
  if (bytes === undefined) return 0
  const steps = bytes.length / (rowFolds * WORD_BYTES)
  if (!Number.isInteger(steps) || steps < 1 || steps > THRESHOLDS_MAX) {
    throw fault(
      file,
      `it has ${bytes.length} bytes, the geometry asks for ${rowFolds * WORD_BYTES} a threshold`,
    )
  }
  return steps
}

/** Writes the weights of a word; the word is taken apart in halves, since bit operations have 32 bits. */
function unpackWord(value: bigint, simd: number, bits: number, weights: Int8Array, at: number): void {
  const halves = [Number(value & 0xffffffffn), Number(value >> 32n)]
  for (let s = 0; s < simd; s++) {
    const bit = s * bits
    const field = (halves[bit >>> 5] >>> (bit & 31)) & ((1 << bits) - 1)
    weights[at + s] = bits === 1 ? 2 * field - 1 : (field << 30) >> 30
  }
}
