import { BNN_PYNQ_CLASSES, BNN_PYNQ_LAYERS, type BnnPynqNetwork } from './bnn-pynq-builder.js'

/** A map [y][x][channel] of values. */
type Values = readonly (readonly (readonly number[])[])[]

/**
 * Class scores of a test network as the overlay computes them: with counts of equal bits when everything has 1 bit.
 *
 * @param pixels - bytes [channel][y][x]
 */
export function bnnPynqScores(network: BnnPynqNetwork, pixels: Uint8Array, oneBit: boolean): number[] {
  const size = BNN_PYNQ_LAYERS[0].conv.inSize
  const fixed = (byte: number) => Math.min(Math.round((256 * byte) / 255 - 128), 127)
  let map: Values = grid(size, (y, x) => [0, 1, 2].map((c) => fixed(pixels[(c * size + y) * size + x])))
  for (const [l, layer] of BNN_PYNQ_LAYERS.entries()) {
    const kernel = 'conv' in layer ? layer.conv.kernel : map.length
    const out = 'conv' in layer ? layer.conv.outSize : 1
    const sums = grid(out, (y, x) => {
      const taps = grid(kernel, (ky, kx) => map[y + ky][x + kx]).flat(2)
      return network.weights[l].map((row) => accumulate(row, taps, oneBit && l > 0))
    })
    if (l === BNN_PYNQ_LAYERS.length - 1) return sums[0][0].slice(0, BNN_PYNQ_CLASSES)
    const acts = sums.map((line) =>
      line.map((pixel) => pixel.map((acc, row) => activation(acc, network.thresholds[l][row], l))),
    )
    const next = BNN_PYNQ_LAYERS[l + 1]
    map = 'conv' in next && next.conv.inSize < out ? pool(acts) : acts
  }
  return []
}

function accumulate(weights: readonly number[], values: readonly number[], equalBits: boolean): number {
  if (equalBits) return weights.filter((weight, i) => weight === values[i]).length
  return weights.reduce((sum, weight, i) => sum + weight * values[i], 0)
}

/** Strictly above the thresholds, which count half units in the first layer. */
function activation(acc: number, thresholds: readonly number[], layer: number): number {
  const above = thresholds.filter((threshold) => threshold < (layer === 0 ? 2 * acc : acc)).length
  return thresholds.length === 1 ? 2 * above - 1 : above - 1
}

function pool(map: Values): Values {
  return grid(map.length / 2, (y, x) =>
    map[0][0].map((_, c) => Math.max(...grid(2, (dy, dx) => [map[2 * y + dy][2 * x + dx][c]]).flat(2))),
  )
}

function grid(size: number, value: (y: number, x: number) => readonly number[]): (readonly number[])[][] {
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => value(y, x)))
}
