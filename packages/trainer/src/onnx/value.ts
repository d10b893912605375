/** A dense float64 tensor, row-major. */
export interface Value {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Applies `compute` to every pair of elements, both sides spread to a common shape as ONNX does. */
export function elementwise(x: Value, y: Value, compute: (a: number, b: number) => number): Value {
  const rank = Math.max(x.shape.length, y.shape.length)
  const whole = (shape: readonly number[]) => [...new Array<number>(rank - shape.length).fill(1), ...shape]
  const [xs, ys] = [whole(x.shape), whole(y.shape)]
  const shape = xs.map((size, axis) => (size === 1 ? ys[axis] : size))
  const data = new Float64Array(sizeOf(shape))
  const xSteps = steps(xs)
  const ySteps = steps(ys)
  const at = new Int32Array(rank)
  let i = 0
  let j = 0
  for (let k = 0; k < data.length; k++) {
    data[k] = compute(x.data[i], y.data[j])
    for (let axis = rank - 1; axis >= 0; axis--) {
      i += xSteps[axis]
      j += ySteps[axis]
      if (++at[axis] < shape[axis]) break
      i -= xSteps[axis] * shape[axis]
      j -= ySteps[axis] * shape[axis]
      at[axis] = 0
    }
  }
  return { shape, data }
}

/** Distance of neighbours along each axis, 0 where the axis is spread. */
function steps(shape: readonly number[]): number[] {
  let step = 1
  const result = new Array<number>(shape.length)
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result[axis] = shape[axis] === 1 ? 0 : step
    step *= shape[axis]
  }
  return result
}
