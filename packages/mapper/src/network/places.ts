import type { Value } from './value.js'
import { drafts } from './value.js'

/** Where the source has the elements of a result. */
export interface Places {
  readonly tensor: string
  /** Position of each element, channel by channel; undefined when the tensor has them in this order. */
  readonly places: Int32Array | undefined
}

/** Places of the results of each draft of a value, before elements are moved or padded. */
export function resultPlaces(value: Value): Places[] {
  if (value.kind === 'move' || value.kind === 'pad') return resultPlaces(value.from)
  if (value.kind === 'join') return value.parts.flatMap(resultPlaces)
  const { tensor, layout } = value
  const owners = drafts(value)
  const positions = layout.ids === undefined && owners.length === 1 ? undefined : layout.positions()
  let first = 0
  return owners.map(({ output }) => {
    const count = output.channels * layout.pixels
    const places = positions?.slice(first, first + count)
    first += count
    return { tensor, places }
  })
}

/** Border that a value has around it, with the node that adds it. */
export function borderOf(value: Value): Extract<Value, { kind: 'pad' }> | undefined {
  switch (value.kind) {
    case 'pad':
      return value
    case 'move':
      return borderOf(value.from)
    case 'step':
      return borderOf(value.operands.find((operand) => operand !== undefined)!)
    default:
      return undefined
  }
}
