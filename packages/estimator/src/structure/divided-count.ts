/** What levels of adders make of the bits of a count. */
export interface CountLevels {
  /** Bits of all weights behind them. */
  readonly bits: number
  readonly fullAdder: number
  readonly halfAdder: number
}

/**
 * Levels of full adders behind bits that are counted, each of which takes the bits of every weight in threes. Mirrors rtl/concord_count_pkg.sv.
 *
 * @param inputs - bits that are counted
 * @param levels - all levels that it takes when left out
 */
export function countLevels(inputs: number, levels = Number.POSITIVE_INFINITY): CountLevels {
  let fullAdder = 0
  let halfAdder = 0
  let heights = [inputs]
  for (let level = 0; level < levels && heights.some((height) => height > 1); level++) {
    const next: number[] = []
    let carried = 0
    let isLow = true
    for (const height of [...heights, 0]) {
      const isHalf = isLow && height === 2
      const full = Math.floor(height / 3)
      next.push(height - (isHalf ? 1 : 2 * full) + carried)
      carried = isHalf ? 1 : full
      fullAdder += full
      halfAdder += isHalf ? 1 : 0
      isLow &&= height === 1
    }
    heights = next
  }
  return { bits: heights.reduce((sum, height) => sum + height, 0), fullAdder, halfAdder }
}
