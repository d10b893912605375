/** Words that hold `bits` packed bits; bit `i` is word `i >>> 5`, position `i & 31`. */
export function wordsForBits(bits: number): number {
  return (bits + 31) >>> 5
}

/** Number of ones in a 32-bit word, `0..32`. */
export function popcount32(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  n = (n + (n >>> 4)) & 0x0f0f0f0f
  return Math.imul(n, 0x01010101) >>> 24
}

/**
 * Packs rows of values into bits: 1 where `value >= threshold`, else 0; unused bits of a row's last word are 0.
 *
 * @param values - `rows * columns` values, row-major
 * @returns `rows * wordsForBits(columns)` words
 */
export function packRows(values: ArrayLike<number>, columns: number, threshold: number): Uint32Array {
  const words = wordsForBits(columns)
  const rows = values.length / columns
  const packed = new Uint32Array(rows * words)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (values[row * columns + column] >= threshold) {
        packed[row * words + (column >>> 5)] |= 1 << (column & 31)
      }
    }
  }
  return packed
}
