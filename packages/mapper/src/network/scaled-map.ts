import { centring } from './centred-sums.js'
import { saturate } from './fixed-point.js'
import { type Layer, resultMap } from './layer.js'
import { finishScale, type Scale, scaleSum } from './scale.js'

/**
 * The wide values that a layer makes of its sums, channel by channel, exactly as the post unit does.
 *
 * @param residual - wide values of `scale.residual`, in the layout of the result
 * @param accumulate - likewise of `scale.accumulate`
 */
export function scaledMap(
  layer: Layer,
  scale: Scale,
  sums: Int32Array,
  residual: Int32Array | undefined,
  accumulate: Int32Array | undefined,
): Int32Array {
  const { output } = layer
  const { channels, height, width } = resultMap(layer)
  const pool = layer.pool ?? { width: 1, height: 1, strideX: 1, strideY: 1 }
  const { step, constant } = centring(layer)
  const results = new Int32Array(channels * height * width)
  const pixels = output.height * output.width
  for (let c = 0, at = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        let total = 0
        for (let row = 0; row < pool.height; row++) {
          const line = c * pixels + (y * pool.strideY + row) * output.width + x * pool.strideX
          for (let column = 0; column < pool.width; column++) {
            const centred = (2 * sums[line + column] - constant[c]) / step
            const value = scaleSum(scale, c, centred)
            total = row + column === 0 ? value : saturate(value + total)
          }
        }
        results[at] = finishScale(scale, c, total, residual?.[at] ?? 0, accumulate?.[at] ?? 0)
      }
    }
  }
  return results
}
