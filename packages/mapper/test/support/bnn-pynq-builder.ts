import { draws } from './random-keras.js'

/** Layers of a test network, with pooling implied by their sizes. */
export const BNN_PYNQ_LAYERS = [
  { conv: { kernel: 3, inChannels: 3, inSize: 8, outChannels: 4, outSize: 6 }, pe: 2, simd: 3 },
  { conv: { kernel: 2, inChannels: 4, inSize: 3, outChannels: 8, outSize: 2 }, pe: 4, simd: 2 },
  { dense: { inputs: 32, outputs: 16 }, pe: 4, simd: 8 },
  { dense: { inputs: 16, outputs: 8 }, pe: 2, simd: 4 },
] as const

export const BNN_PYNQ_CLASSES = 3

/** A small network in BNN-PYNQ's files, and its parameters before they were packed. */
export interface BnnPynqNetwork {
  readonly files: Record<string, Uint8Array>
  /** [layer][row][synapse]. */
  readonly weights: readonly (readonly (readonly number[])[])[]
  /** [layer][row][threshold]; none in the last layer. */
  readonly thresholds: readonly (readonly (readonly number[])[])[]
}

/**
 * Two convolutions, the first with pooling, and two dense layers with random parameters and a `config.h`.
 *
 * @param weightBits - 1 (±1) or 2 (−1, 0, 1)
 * @param steps - thresholds a row: 1, or 2 for results −1, 0, 1
 */
export function bnnPynqNetwork(seed: number, weightBits: 1 | 2 = 1, steps: 1 | 2 = 1): BnnPynqNetwork {
  const draw = draws(seed)
  const files: Record<string, Uint8Array> = {}
  const weights: number[][][] = []
  const thresholds: number[][][] = []
  const lines: string[] = []
  for (const [l, layer] of BNN_PYNQ_LAYERS.entries()) {
    const { pe, simd } = layer
    const define = (name: string, value: number) => lines.push(`#define L${l}_${name} ${value}`)
    const [rows, synapses] = matrixOf(layer)
    if ('conv' in layer) {
      const { kernel, inChannels, inSize, outChannels, outSize } = layer.conv
      for (const [name, value] of Object.entries({ K: kernel, IFM_CH: inChannels, IFM_DIM: inSize }))
        define(name, value)
      for (const [name, value] of Object.entries({ OFM_CH: outChannels, OFM_DIM: outSize }))
        define(name, value)
    } else {
      define('MW', synapses)
      define('MH', rows)
    }
    for (const [name, value] of Object.entries({ PE: pe, SIMD: simd, WPI: weightBits })) define(name, value)
    weights.push(table(rows, synapses, () => (weightBits === 1 ? 2 * draw(2) - 1 : draw(3) - 1)))
    const spread = l === 0 ? 4000 : synapses
    const centre = l > 0 && weightBits === 1 && steps === 1 ? synapses / 2 : 0
    const list = () =>
      Array.from({ length: steps }, () => Math.round(centre + (draw(spread) - spread / 2) / 2))
    thresholds.push(l === 3 ? [] : Array.from({ length: rows }, () => list().sort((a, b) => a - b)))
    for (let element = 0; element < pe; element++) {
      const own = Array.from({ length: rows / pe }, (_, fold) => fold * pe + element)
      const words = own.flatMap((row) =>
        Array.from({ length: synapses / simd }, (_, word) =>
          packed(weights[l][row].slice(word * simd, (word + 1) * simd), weightBits),
        ),
      )
      files[`${l}-${element}-weights.bin`] = new Uint8Array(BigUint64Array.from(words).buffer)
      if (l === 3) continue
      const limits = own.flatMap((row) => thresholds[l][row].map(BigInt))
      files[`${l}-${element}-thres.bin`] = new Uint8Array(BigInt64Array.from(limits).buffer)
    }
  }
  files['config.h'] = new TextEncoder().encode(`${lines.join('\n')}\n`)
  files['classes.txt'] = new TextEncoder().encode('a\nb\nc\n')
  return { files, weights, thresholds }
}

/** The files alone, of a network of 1 bit. */
export function bnnPynqFiles(seed: number): Record<string, Uint8Array> {
  return bnnPynqNetwork(seed).files
}

function matrixOf(layer: (typeof BNN_PYNQ_LAYERS)[number]): [rows: number, synapses: number] {
  if ('dense' in layer) return [layer.dense.outputs, layer.dense.inputs]
  return [layer.conv.outChannels, layer.conv.kernel ** 2 * layer.conv.inChannels]
}

function table(rows: number, columns: number, value: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value))
}

/** A word of weights, the first in the lowest bits. */
function packed(weights: readonly number[], bits: number): bigint {
  return weights.reduce((word, weight, i) => {
    const field = bits === 1 ? (weight + 1) / 2 : weight & 3
    return word | (BigInt(field) << BigInt(i * bits))
  }, 0n)
}
