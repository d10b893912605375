import { allocate, elementCount, formatShape, strides, type Tensor } from './tensor.js'

/** Shape of an elementwise result under ONNX (numpy) broadcasting; undefined when the shapes do not fit. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length)
  const shape: number[] = []
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1
    const sizeB = b[axis - rank + b.length] ?? 1
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) return undefined
    shape.push(sizeA === 1 ? sizeB : sizeA)
  }
  return shape
}

/**
 * Shape of an elementwise result of two tensors.
 *
 * @throws RangeError when they do not broadcast
 */
export function commonShape(a: Tensor, b: Tensor): number[] {
  const shape = broadcastShape(a.shape, b.shape)
  if (shape !== undefined) return shape
  throw new RangeError(`shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not broadcast`)
}

/** Elementwise `f(a, b)` with broadcasting. */
export function broadcast(a: Tensor, b: Tensor, f: (x: number, y: number) => number): Tensor {
  const shape = commonShape(a, b)
  const indexA = broadcastIndex(a.shape, shape)
  const indexB = broadcastIndex(b.shape, shape)
  const data = allocate(elementCount(shape))
  for (let i = 0; i < data.length; i++) data[i] = f(a.data[indexA(i)], b.data[indexB(i)])
  return { shape, data }
}

/** The tensor repeated to `shape`. */
export function broadcastTo(x: Tensor, shape: readonly number[]): Tensor {
  const index = broadcastIndex(x.shape, shape)
  return { shape, data: Float64Array.from({ length: elementCount(shape) }, (_, i) => x.data[index(i)]) }
}

/** Maps a flat index of `to` to the flat index of the operand it is broadcast from. */
function broadcastIndex(from: readonly number[], to: readonly number[]): (i: number) => number {
  const size = elementCount(from)
  if (size === 1) return () => 0
  if (size === elementCount(to)) return (i) => i
  const toSteps = strides(to)
  const fromSteps = strides(from)
  const shift = to.length - from.length
  const terms = from.flatMap((axisSize, axis) =>
    axisSize === 1 ? [] : [{ size: axisSize, to: toSteps[axis + shift], from: fromSteps[axis] }],
  )
  if (terms.length === 1) {
    const [{ to: step, size }] = terms
    return (i) => Math.floor(i / step) % size
  }
  return (i) => {
    let index = 0
    for (const term of terms) index += (Math.floor(i / term.to) % term.size) * term.from
    return index
  }
}
