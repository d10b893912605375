import { evaluateNode } from '../evaluate-node.js'
import { numberAttribute, type SourceNode } from '../source-graph.js'
import { allocate, elementCount, normalAxis, type Tensor } from '../tensor.js'

/** Places of one axis that a node takes of a computed tensor. */
export interface Selection {
  /** Tensor that holds them. */
  readonly result: string
  readonly axis: number
  readonly places: readonly number[]
  /** The axis itself is gone: one place was asked for by a number alone. */
  readonly dropsAxis: boolean
}

const SELECTING = new Set(['Split', 'Slice', 'Gather'])

/** Whether a node takes parts of a tensor. */
export function isSelecting({ operator, domain }: SourceNode): boolean {
  return (domain === '' || domain === 'ai.onnx') && SELECTING.has(operator)
}

/**
 * What a node takes of its computed operand: one selection a result.
 *
 * @param shape - of the operand
 * @returns undefined where a Slice takes all of the operand or parts of several axes, or places are not constant or not there
 */
export function selectionsOf(
  node: SourceNode,
  shape: readonly number[],
  constants: ReadonlyMap<string, Tensor>,
): readonly Selection[] | undefined {
  const selections = takenOf(node, shape, constants)?.filter(({ result }) => result !== '')
  const isTaken = ({ axis, places }: Selection) =>
    places.length > 0 && places.every((place) => place >= 0 && place < shape[axis])
  return selections?.every(isTaken) ? selections : undefined
}

function takenOf(
  node: SourceNode,
  shape: readonly number[],
  constants: ReadonlyMap<string, Tensor>,
): readonly Selection[] | undefined {
  const taken = (axis: number, dropsAxis = false) => {
    return (places: readonly number[], i: number) => ({ result: node.outputs[i], axis, places, dropsAxis })
  }
  if (node.operator === 'Slice') {
    const lists = shape.map((_, axis) => placesOf(node, axis, shape, constants)[0])
    const isWhole = (places: readonly number[], axis: number) =>
      places.length === shape[axis] && places.every((place, i) => place === i)
    const axes = lists.flatMap((places, axis) => (isWhole(places, axis) ? [] : [axis]))
    return axes.length === 1 ? [lists[axes[0]]].map(taken(axes[0])) : undefined
  }
  const axis = normalAxis(numberAttribute(node, 'axis', 0), shape.length)
  if (node.operator === 'Split') return placesOf(node, axis, shape, constants).map(taken(axis))
  const index = constants.get(node.inputs[1])
  if (index === undefined || index.shape.length > 1) return undefined
  const places = Array.from(index.data, (place) => (place < 0 ? place + shape[axis] : place))
  return [places].map(taken(axis, index.shape.length === 0))
}

/** Places of an axis that each result of a Slice or Split has: the node works on a tensor of places. */
function placesOf(
  node: SourceNode,
  axis: number,
  shape: readonly number[],
  constants: ReadonlyMap<string, Tensor>,
): readonly (readonly number[])[] {
  const inner = elementCount(shape.slice(axis + 1))
  const data = allocate(elementCount(shape)).map((_, at) => Math.floor(at / inner) % shape[axis])
  const values = new Map(constants).set(node.inputs[0], { shape, data })
  evaluateNode(node, values)
  return node.outputs.map((output) => [...new Set(values.get(output)?.data)])
}
