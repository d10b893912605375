import { broadcastShape, broadcastTo } from '../graph/broadcast.js'
import { numberAttribute, type SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import type { HeadStep } from './head.js'

const EPSILON = Math.fround(1e-5)

/**
 * Turns the nodes behind the last layer into steps for the host, in the source's order and arithmetic.
 *
 * @param nodes - each works on the result of the one before
 * @param from - the first one's computed operand
 * @param units - real value of an integer sum of 1, by class
 * @returns undefined when there are nodes that are no such steps
 */
export function readHead(
  nodes: readonly SourceNode[],
  from: string,
  units: Float64Array,
  constants: ReadonlyMap<string, Tensor>,
): HeadStep[] | undefined {
  const steps: HeadStep[] = []
  if (units.some((unit) => unit !== 1)) steps.push({ op: 'multiply', values: Array.from(units) })
  let tensor = from
  for (const node of nodes) {
    if (steps.at(-1)?.op === 'top') return undefined
    const more = headSteps(node, node.inputs.indexOf(tensor), units.length, constants)
    if (more === undefined) return undefined
    steps.push(...more)
    tensor = node.outputs[0]
  }
  return steps
}

function headSteps(
  node: SourceNode,
  operand: number,
  classes: number,
  constants: ReadonlyMap<string, Tensor>,
): HeadStep[] | undefined {
  const lists = node.inputs.map((name) => classValues(constants.get(name), classes))
  const other = 1 - operand
  const needed = STEPS[node.operator]?.(operand)
  if (needed === undefined || needed.some((index) => lists[index] === undefined)) return undefined
  const values = (index: number): readonly number[] => lists[index]!
  switch (node.operator) {
    case 'Add':
      return [{ op: 'add', values: values(other) }]
    case 'Sub':
      return [{ op: operand === 0 ? 'subtract' : 'subtractFrom', values: values(other) }]
    case 'Mul':
      return [{ op: 'multiply', values: values(other) }]
    case 'Div':
      return [{ op: 'divide', values: values(1) }]
    case 'Neg':
      return [{ op: 'multiply', values: [-1] }]
    case 'Relu':
      return [{ op: 'relu' }]
    case 'BatchNormalization': {
      const epsilon = numberAttribute(node, 'epsilon', EPSILON)
      return [
        { op: 'subtract', values: values(3) },
        { op: 'divide', values: values(4).map((variance) => Math.sqrt(variance + epsilon)) },
        { op: 'multiply', values: values(1) },
        { op: 'add', values: values(2) },
      ]
    }
    case 'Identity':
    case 'Dropout':
    case 'Reshape':
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
      return []
    case 'Softmax':
      return [{ op: 'softmax' }]
    case 'ArgMax':
      return [{ op: 'top', count: 1 }]
    case 'TopK':
      return [{ op: 'top', count: constants.get(node.inputs[1])?.data[0] ?? numberAttribute(node, 'k', 1) }]
    default:
      return undefined
  }
}

/** Constant operands that each operator's step needs, by its computed operand. */
const STEPS: Readonly<Record<string, (operand: number) => readonly number[]>> = {
  Add: (operand) => [1 - operand],
  Sub: (operand) => [1 - operand],
  Mul: (operand) => [1 - operand],
  Div: () => [1],
  BatchNormalization: () => [1, 2, 3, 4],
  Neg: () => [],
  Relu: () => [],
  Identity: () => [],
  Dropout: () => [],
  Reshape: () => [],
  Flatten: () => [],
  Squeeze: () => [],
  Unsqueeze: () => [],
  Softmax: () => [],
  ArgMax: () => [],
  TopK: () => [],
}

/** A constant operand as one value, or one a class; undefined when it is neither. */
function classValues(constant: Tensor | undefined, classes: number): number[] | undefined {
  if (constant === undefined) return undefined
  if (constant.data.length === 1) return [constant.data[0]]
  const shape = broadcastShape(constant.shape, [classes])
  if (shape === undefined || elementCount(shape) !== classes) return undefined
  return Array.from(broadcastTo(constant, shape).data)
}
