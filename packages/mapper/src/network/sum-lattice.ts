import { hasBorder } from './border.js'
import { codeSumRange } from './code-sums.js'
import type { LayerBody } from './draft.js'
import { WIDE_BOUND } from './fixed-point.js'
import { eachWeight } from './groups.js'

/** The sums that a channel can have: from `least` in steps of `step` to `greatest`. */
export interface SumLattice {
  readonly least: Float64Array
  readonly greatest: Float64Array
  readonly step: Float64Array
}

/**
 * Finds the reachable sums of each output channel.
 *
 * A sum is first × Σ weight + step × Σ weight × code. Where taps are skipped at the border, Σ weight is another there,
 * and the sums of the border may lie between those of the middle.
 */
export function sumLattice(body: LayerBody): SumLattice {
  const { kind, inLevels, output, pad, padCodes } = body
  if (kind === 'wide') return wideLattice(output.channels)
  const { low, high, weightSums } = codeSumRange(body)
  const { first, step } = inLevels
  const least = low.map((sum, c) => first * weightSums[c] + step * sum)
  const greatest = high.map((sum, c) => first * weightSums[c] + step * sum)
  const steps = new Float64Array(output.channels).fill(step)
  if (padCodes === undefined && hasBorder(pad) && step > 1) {
    const offsets = borderOffsets(body)
    for (let c = 0; c < steps.length; c++) {
      const inStep = offsets.every((sums) => ((sums[c] - weightSums[c]) * first) % step === 0)
      if (!inStep) steps[c] = 1
    }
  }
  return { least, greatest, step: steps }
}

/** Wide values are kept within WIDE_BOUND by the choice of their unit. */
function wideLattice(channels: number): SumLattice {
  const filled = (value: number) => new Float64Array(channels).fill(value)
  return { least: filled(-WIDE_BOUND), greatest: filled(WIDE_BOUND), step: filled(1) }
}

/** Most values that sums may have and still be levels, as many as a byte has. */
const LEVELS_MAX = 256

/** The values that sums have, where they are few and the same in all channels. */
export function fewLevels(body: LayerBody): { readonly levels?: readonly number[] } {
  const { least, greatest, step } = sumLattice(body)
  const count = (greatest[0] - least[0]) / step[0] + 1
  if (count > LEVELS_MAX) return {}
  const { unit } = body.inLevels
  return { levels: Array.from({ length: count }, (_, i) => (least[0] + i * step[0]) * unit) }
}

/** Σ weight over the taps that are inside, by output channel, for every different set of such taps. */
function borderOffsets(body: LayerBody): Float64Array[] {
  const { input, output, kernel, stride, dilation, pad } = body
  const taps = kernel.width * kernel.height
  const perTap = Array.from({ length: taps }, () => new Float64Array(output.channels))
  const row = body.weights.length / output.channels
  eachWeight(body, (at, c) => {
    perTap[Math.floor(((at % row) * taps) / row)][c] += body.weights[at]
  })
  const across = insideTaps(input.width, output.width, kernel.width, stride.x, dilation.x, pad.left)
  const down = insideTaps(input.height, output.height, kernel.height, stride.y, dilation.y, pad.top)
  return down.flatMap((ys) =>
    across.map((xs) => {
      const sums = new Float64Array(output.channels)
      for (const ky of ys) {
        for (const kx of xs) for (const [c, sum] of perTap[ky * kernel.width + kx].entries()) sums[c] += sum
      }
      return sums
    }),
  )
}

/** The different sets of taps along one axis that lie inside. */
function insideTaps(
  input: number,
  output: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
): number[][] {
  const sets = new Map<string, number[]>()
  for (let o = 0; o < output; o++) {
    const taps = Array.from({ length: kernel }, (_, k) => k).filter((k) => {
      const at = o * stride - before + k * dilation
      return at >= 0 && at < input
    })
    sets.set(taps.join(), taps)
  }
  return [...sets.values()]
}
