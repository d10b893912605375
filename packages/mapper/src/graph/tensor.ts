/**
 * A dense tensor of the source graph, row-major.
 *
 * Every element type is held as float64: exact for float32, float64 and integers below 2^53.
 */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Elements of the largest tensor that is evaluated, half a gigabyte; a file may ask for any number. */
const ELEMENTS_MAX = 2 ** 26

/** Zeros for so many elements; a RangeError when a tensor cannot have as many. */
export function allocate(count: number): Float64Array<ArrayBuffer> {
  if (!(count <= ELEMENTS_MAX)) {
    throw new RangeError(`a tensor of ${count} elements; at most ${ELEMENTS_MAX} are evaluated`)
  }
  return new Float64Array(count)
}

/** Number of elements of a shape; 1 for a scalar's empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Tensor from its values; `shape` defaults to one axis. */
export function tensor(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
  return { shape, data: Float64Array.from(values) }
}

/** Scalar with the empty shape. */
export function scalar(value: number): Tensor {
  return { shape: [], data: Float64Array.of(value) }
}

/** Tensor of one value everywhere. */
export function filled(shape: readonly number[], value: number): Tensor {
  return { shape, data: allocate(elementCount(shape)).fill(value) }
}

/** Applies `f` to every element. */
export function mapTensor(x: Tensor, f: (value: number) => number): Tensor {
  return { shape: x.shape, data: x.data.map(f) }
}

/** The axis as an index from the front; `axis` may count from the end. */
export function normalAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis
}

/** Row-major element steps of a shape, in elements. */
export function strides(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1]
  return steps
}

/** `3×4`, or `scalar`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('×')
}
