import { numberAttribute, type SourceNode } from '../graph/source-graph.js'
import { allocate, elementCount, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import { planar, type WindowAxis, windowAxes } from './window.js'

/** Windows of a pool of `[1, C, H, W]` or `[1, C, L]`. */
export function poolAxes(node: SourceNode, x: Tensor): WindowAxis[] {
  if (x.shape.length < 3) throw new RangeError(`it pools a tensor of ${x.shape.length} axes`)
  return windowAxes(node, x.shape.slice(2))
}

/** Combines the elements of each window; `finish` gets the elements inside the input and inside its padding. */
function slide(
  x: Tensor,
  axes: readonly WindowAxis[],
  start: number,
  combine: (a: number, b: number) => number,
  finish: (value: number, inside: number, padded: number) => number,
): Tensor {
  const [rows, columns] = planar(axes)
  const plane = rows.input * columns.input
  const maps = elementCount(x.shape.slice(0, 2))
  const data = allocate(maps * rows.output * columns.output)
  let at = 0
  for (let map = 0; map < maps; map++) {
    for (let oy = 0; oy < rows.output; oy++) {
      for (let ox = 0; ox < columns.output; ox++, at++) {
        let [value, inside, padded] = [start, 0, 0]
        for (let ky = 0; ky < rows.kernel; ky++) {
          const y = oy * rows.stride - rows.before + ky * rows.dilation
          for (let kx = 0; kx < columns.kernel; kx++) {
            const column = ox * columns.stride - columns.before + kx * columns.dilation
            if (y >= rows.input + rows.after || column >= columns.input + columns.after) continue
            padded++
            if (y < 0 || y >= rows.input || column < 0 || column >= columns.input) continue
            inside++
            value = combine(value, x.data[map * plane + y * columns.input + column])
          }
        }
        data[at] = finish(value, inside, padded)
      }
    }
  }
  return { shape: [...x.shape.slice(0, 2), ...axes.map(({ output }) => output)], data }
}

const poolShape = (node: SourceNode, x: Tensor): number[] => [
  ...x.shape.slice(0, 2),
  ...poolAxes(node, x).map(({ output }) => output),
]

function globalPool(combine: (values: Float64Array) => number): Operator['evaluate'] {
  return (_node, inputs) => {
    const x = operand(inputs, 0)
    const plane = elementCount(x.shape.slice(2))
    const maps = elementCount(x.shape.slice(0, 2))
    const data = Float64Array.from({ length: maps }, (_, map) =>
      combine(x.data.subarray(map * plane, (map + 1) * plane)),
    )
    return [{ shape: [...x.shape.slice(0, 2), ...x.shape.slice(2).map(() => 1)], data }]
  }
}

/** Pooling of maps. */
export const POOLS: Readonly<Record<string, Operator>> = {
  MaxPool: {
    kind: 'pool',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      return [slide(x, poolAxes(node, x), -Infinity, Math.max, (value) => value)]
    },
    outputShapes: (node, inputs) => [poolShape(node, operand(inputs, 0))],
  },
  AveragePool: {
    kind: 'average',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const counted = numberAttribute(node, 'count_include_pad', 0) !== 0
      const finish = (sum: number, inside: number, padded: number) => sum / (counted ? padded : inside)
      return [slide(x, poolAxes(node, x), 0, (a, b) => a + b, finish)]
    },
    outputShapes: (node, inputs) => [poolShape(node, operand(inputs, 0))],
  },
  GlobalMaxPool: {
    kind: 'pool',
    evaluate: globalPool((values) => values.reduce((a, b) => Math.max(a, b), -Infinity)),
  },
  GlobalAveragePool: {
    kind: 'average',
    evaluate: globalPool((values) => values.reduce((a, b) => a + b, 0) / values.length),
  },
}
