import { evaluateNode } from '../graph/evaluate-node.js'
import type { SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'

/**
 * Which elements stand where in a tensor.
 *
 * Elements are numbered channel by channel: id = channel × pixels + pixel. A tensor `[1, C, …]` whose elements
 * stand in this order has no list of ids.
 */
export class Layout {
  /**
   * @param shape - of the tensor
   * @param pixels - of a channel
   * @param ids - id at each position; undefined when position and id are the same
   */
  constructor(
    readonly shape: readonly number[],
    readonly pixels: number,
    readonly ids?: Float64Array,
  ) {}

  /** Ids as a tensor of the layout's shape. */
  tensor(): Tensor {
    const data = this.ids ?? Float64Array.from({ length: elementCount(this.shape) }, (_, id) => id)
    return { shape: this.shape, data }
  }

  /** What a node that moves elements makes of it. */
  moved(node: SourceNode, constants: ReadonlyMap<string, Tensor>): Layout {
    const inputs = new Map(
      node.inputs.flatMap((name) => (constants.has(name) ? [[name, constants.get(name)!]] : [])),
    )
    inputs.set(node.inputs[0], this.tensor())
    return Layout.of(node, inputs, this.pixels)
  }

  /** Whether the elements of another layout stand in the same order, in whatever shape. */
  sameOrder({ shape, ids }: Layout): boolean {
    if (elementCount(shape) !== elementCount(this.shape)) return false
    return ids === this.ids || (ids !== undefined && (this.ids?.every((id, i) => id === ids[i]) ?? false))
  }

  /** What a node makes of ids. */
  static of(node: SourceNode, values: Map<string, Tensor>, pixels: number): Layout {
    evaluateNode(node, values)
    const { shape, data } = values.get(node.outputs[0])!
    return new Layout(shape, pixels, data.every((id, i) => id === i) ? undefined : data)
  }

  /** Layout of several values joined by a node, each with its own ids, numbered on from part to part. */
  static joined(node: SourceNode, parts: readonly Layout[]): Layout {
    const values = new Map<string, Tensor>()
    let offset = 0
    const inputs = parts.map((part, i) => {
      const { shape, data } = part.tensor()
      const first = offset
      values.set(`part ${i}`, { shape, data: data.map((id) => id + first) })
      offset += data.length
      return `part ${i}`
    })
    return Layout.of({ ...node, inputs }, values, parts[0].pixels)
  }

  /**
   * Channel that stands at each place of axis 1, when all pixels of a channel stand together and in order.
   *
   * @returns undefined when they do not, or the pixels are not on the remaining axes
   */
  channelOrder(): Int32Array | undefined {
    const { shape, pixels, ids } = this
    const channels = shape[1] ?? 1
    if (shape[0] !== 1 || elementCount(shape.slice(2)) !== pixels) return undefined
    if (ids === undefined) return Int32Array.from({ length: channels }, (_, c) => c)
    const order = Int32Array.from({ length: channels }, (_, c) => Math.floor(ids[c * pixels] / pixels))
    const inOrder = ids.every((id, i) => id === order[Math.floor(i / pixels)] * pixels + (i % pixels))
    return inOrder && new Set(order).size === channels ? order : undefined
  }

  /** Position of every id; undefined when some stand nowhere or twice. */
  positions(): Int32Array | undefined {
    const count = elementCount(this.shape)
    const positions = new Int32Array(count).fill(-1)
    for (let i = 0; i < count; i++) positions[this.ids?.[i] ?? i] = i
    return positions.includes(-1) || positions.length !== count ? undefined : positions
  }
}
