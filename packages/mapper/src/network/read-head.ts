import { broadcastShape, broadcastTo } from '../graph/broadcast.js'
import { numberAttribute } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import type { HeadStep } from './head.js'
import { type PathNode, refuse } from './path.js'

const EPSILON = Math.fround(1e-5)

/**
 * Turns the nodes behind the last layer into steps for the host, in the source's order and arithmetic.
 *
 * @param units - real value of an integer sum of 1, by class
 * @throws UnsupportedError for nodes that the host does not run
 */
export function readHead(
  path: readonly PathNode[],
  units: Float64Array,
  constants: ReadonlyMap<string, Tensor>,
): HeadStep[] {
  const steps: HeadStep[] = []
  if (units.some((unit) => unit !== 1)) steps.push({ op: 'multiply', values: Array.from(units) })
  for (const entry of path) {
    if (steps.at(-1)?.op === 'top') throw refuse(entry.node, 'it follows the choice of the best class')
    steps.push(...headSteps(entry, units.length, constants))
  }
  return steps
}

function headSteps(entry: PathNode, classes: number, constants: ReadonlyMap<string, Tensor>): HeadStep[] {
  const { node, kind, operand } = entry
  const values = (index: number): number[] => classValues(constants.get(node.inputs[index])!, classes, entry)
  const other = 1 - operand
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
      throw refuse(node, `the host does not run it behind the last layer (${kind} operator)`)
  }
}

/** A constant operand as one value, or one a class. */
function classValues(constant: Tensor, classes: number, { node }: PathNode): number[] {
  if (constant.data.length === 1) return [constant.data[0]]
  const shape = broadcastShape(constant.shape, [classes])
  if (shape === undefined || elementCount(shape) !== classes) {
    throw refuse(node, `its constant does not have one value for each of ${classes} classes`)
  }
  return Array.from(broadcastTo(constant, shape).data)
}
