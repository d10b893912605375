/**
 * Writes the product of two matrices, `[rows, inner]` times `[inner, columns]`, into `product`, which holds zeros.
 *
 * Two rows by four inner positions at a time: each value of the right matrix is loaded once for two sums, and sums are stored
 * once for four products.
 */
export function multiply(
  left: Float64Array,
  right: Float64Array,
  product: Float64Array,
  inner: number,
): void {
  const columns = right.length / inner
  const rows = left.length / inner
  let row = 0
  for (; row + 2 <= rows; row += 2) {
    const upper = product.subarray(row * columns, (row + 1) * columns)
    const lower = product.subarray((row + 1) * columns, (row + 2) * columns)
    const from = row * inner
    let k = 0
    for (; k + 4 <= inner; k += 4) {
      const [u0, u1, u2, u3] = [left[from + k], left[from + k + 1], left[from + k + 2], left[from + k + 3]]
      const next = from + inner + k
      const [l0, l1, l2, l3] = [left[next], left[next + 1], left[next + 2], left[next + 3]]
      const r0 = k * columns
      const r1 = r0 + columns
      const r2 = r1 + columns
      const r3 = r2 + columns
      for (let c = 0; c < columns; c++) {
        const a = right[r0 + c]
        const b = right[r1 + c]
        const d = right[r2 + c]
        const e = right[r3 + c]
        upper[c] += u0 * a + u1 * b + u2 * d + u3 * e
        lower[c] += l0 * a + l1 * b + l2 * d + l3 * e
      }
    }
    for (; k < inner; k++) {
      addScaled(upper, left[from + k], right, k * columns)
      addScaled(lower, left[from + inner + k], right, k * columns)
    }
  }
  if (row < rows) {
    const last = product.subarray(row * columns)
    for (let k = 0; k < inner; k++) addScaled(last, left[row * inner + k], right, k * columns)
  }
}

function addScaled(sums: Float64Array, factor: number, values: Float64Array, from: number): void {
  for (let c = 0; c < sums.length; c++) sums[c] += factor * values[from + c]
}
