import { DataError } from '../errors.js'
import { elementCount, formatShape } from '../graph/tensor.js'
import type { DataArray } from './data-array.js'
import { toBytes } from './to-bytes.js'

/**
 * The bytes of all inputs, each in the order that a network takes.
 *
 * Shapes are compared without axes of size 1. Inputs with the same axes in another order of channels (last instead
 * of first, or the reverse) are turned round; a network that takes a flat list takes the elements as they come.
 *
 * @param expected - shape of the network's input without the batch
 * @param where - name of the file, for the error
 * @throws DataError when the shapes do not fit, or flat lists do not say where the channels are
 */
export function arrangeImages(array: DataArray, expected: readonly number[], where: string): Uint8Array {
  const [count = 0, ...shape] = array.shape
  const wrong = (why: string, fix: string) => new DataError('Wrong image size', where, why, fix)
  if (elementCount(shape) !== elementCount(expected)) {
    const why = `its inputs have ${elementCount(shape)} values (${formatShape(shape)}), the network takes ${elementCount(expected)} (${formatShape(expected)})`
    throw wrong(why, 'give the data that the network was trained for')
  }
  const bytes = toBytes(array, where)
  const order = axisOrder(squeeze(shape), squeeze(expected), expected.length)
  if (order === undefined) {
    const why = `its inputs have shape ${formatShape(shape)}, the network takes ${formatShape(expected)}`
    throw wrong(why, 'give the data with its channels as an axis, first or last')
  }
  return order.every((axis, i) => axis === i) ? bytes : turn(bytes, count, squeeze(shape), order)
}

function squeeze(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1)
}

/** Axis of the data that becomes each axis of the input; undefined when the shapes do not fit. */
function axisOrder(
  data: readonly number[],
  expected: readonly number[],
  inputAxes: number,
): number[] | undefined {
  const same = expected.map((_, axis) => axis)
  if (expected.length <= 1 || data.join() === expected.join()) return same
  // Lists of two axes or one: elements come line by line. Of three, a list does not say where the channels are
  if (data.length === 1 && expected.length === 2) return same
  const last = expected.length - 1
  const fromLast = [last, ...same.slice(0, -1)]
  const fromFirst = [...same.slice(1), 0]
  // Maps of one channel have no channels to move: their lines and columns must not be exchanged
  const orders = expected.length === inputAxes ? [fromLast, fromFirst] : []
  return orders.find((order) => order.map((axis) => data[axis]).join() === expected.join())
}

/** Permutes the axes of every input. */
function turn(
  bytes: Uint8Array,
  count: number,
  shape: readonly number[],
  order: readonly number[],
): Uint8Array {
  const size = elementCount(shape)
  const steps = shape.map((_, axis) => elementCount(shape.slice(axis + 1)))
  const result = shape.map((_, i) => shape[order[i]])
  const from = new Int32Array(size)
  for (let at = 0; at < size; at++) {
    let rest = at
    for (let axis = result.length - 1; axis >= 0; axis--) {
      from[at] += (rest % result[axis]) * steps[order[axis]]
      rest = Math.floor(rest / result[axis])
    }
  }
  const turned = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < size; at++) turned[i * size + at] = bytes[i * size + from[at]]
  }
  return turned
}
