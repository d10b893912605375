import {
  evaluateAll,
  inputCodes,
  type LowerOptions,
  lower,
  type Network,
  type PlaneLayer,
  resultMap,
} from '../../src/index.js'

/**
 * Codes and last sums that a chip computes from ±1 planes: taps that lie outside are skipped or hold pad codes, windows
 * keep the largest code, and the code is the number of thresholds reached.
 */
export function evaluatePlanes(
  network: Network,
  bytes: Uint8Array,
  options: LowerOptions = {},
): Map<string, Int32Array> {
  const stored = new Map([[network.input.id, inputCodes(network, bytes)]])
  const given = evaluateAll(network, bytes).results
  for (const { id, result } of network.segments) if (result) stored.set(id, given.get(id)!)
  const results = new Map<string, Int32Array>()
  for (const plane of lower(network, options).layers) {
    const { layer, complements, readout, sumRange } = plane
    const codes = layer.inputs.flatMap((id) => Array.from(stored.get(id)!))
    const sums = planeSums(plane, codes)
    for (const sum of sums) {
      if (sum < sumRange.min || sum > sumRange.max)
        throw new Error(`sum ${sum} of ${layer.id} is out of range`)
    }
    if (readout !== undefined) {
      const pixels = layer.output.height * layer.output.width
      const values = sums.map(
        (sum, i) => (sum * readout.step + readout.offset[Math.floor(i / pixels)]) / readout.divisor,
      )
      results.set(layer.id, Int32Array.from(values))
      continue
    }
    const own = poolCodes(plane, sums)
    stored.set(layer.id, own)
    const pixels = own.length / complements.length
    results.set(
      layer.id,
      own.map((code, i) => {
        const top = complements[Math.floor(i / pixels)]
        return top < 0 ? code : top - code
      }),
    )
  }
  return results
}

function planeSums({ layer, actPlanes, weights, padCodes }: PlaneLayer, codes: readonly number[]): number[] {
  const { input, output, kernel, stride, dilation, pad, groups } = layer
  const inputs = input.channels / groups
  const sums: number[] = []
  for (let o = 0; o < output.channels; o++) {
    const first = Math.floor((o * groups) / output.channels) * inputs
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        let sum = 0
        for (let ky = 0; ky < kernel.height; ky++) {
          for (let kx = 0; kx < kernel.width; kx++) {
            const iy = y * stride.y - pad.top + ky * dilation.y
            const ix = x * stride.x - pad.left + kx * dilation.x
            const inside = iy >= 0 && iy < input.height && ix >= 0 && ix < input.width
            if (!inside && padCodes === undefined) continue
            for (let i = 0; i < inputs; i++) {
              const c = first + i
              const code = inside ? codes[(c * input.height + iy) * input.width + ix] : padCodes![c]
              const at = ((o * kernel.height + ky) * kernel.width + kx) * inputs + i
              for (const [w, exponent] of weights.exponents.entries()) {
                for (let a = 0; a < actPlanes; a++) {
                  const match = weights.bits[w][at] === ((code >> a) & 1)
                  sum += 2 ** (exponent + a) * (match ? 1 : -1)
                }
              }
            }
          }
        }
        sums.push(sum)
      }
    }
  }
  return sums
}

function poolCodes({ layer, thresholds, outPlanes }: PlaneLayer, sums: readonly number[]): Int32Array {
  const { output, pool } = layer
  const { channels, height, width } = resultMap(layer)
  const codes = sums.map((sum, i) => {
    const c = Math.floor(i / (output.height * output.width))
    return thresholds.filter((list) => sum >= list[c]).length
  })
  if (codes.some((code) => code >= 2 ** outPlanes)) throw new Error(`codes of ${layer.id} need more planes`)
  if (pool === undefined) return Int32Array.from(codes)
  const results = new Int32Array(channels * height * width).fill(-1)
  for (let at = 0; at < results.length; at++) {
    const [c, y, x] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width]
    for (let i = 0; i < pool.height * pool.width; i++) {
      const row = y * pool.strideY - pool.pad.top + Math.floor(i / pool.width)
      const column = x * pool.strideX - pool.pad.left + (i % pool.width)
      if (row < 0 || row >= output.height || column < 0 || column >= output.width) continue
      results[at] = Math.max(results[at], codes[(c * output.height + row) * output.width + column])
    }
  }
  return results
}
