import { ConcordError } from '@concord/arch'

/** A network file cannot be read: it is damaged, or it is no ONNX. */
export class OnnxFormatError extends ConcordError {
  override readonly name = 'OnnxFormatError'

  constructor(where: string, why: string, options?: { readonly cause?: unknown }) {
    const fix = 'export or copy the file again; it must be a complete ONNX model with its weights inside'
    super({ what: 'Cannot read the ONNX model', where, why, fix }, options)
  }
}

/** One node that cannot be placed, and the reason. */
export interface UnsupportedNode {
  /** The node as an error calls it: operator and name. */
  readonly node: string
  readonly reason: string
}

/** The network has nodes that neither the chip nor the host runs. */
export class UnsupportedError extends ConcordError {
  override readonly name = 'UnsupportedError'

  constructor(
    readonly nodes: readonly UnsupportedNode[],
    fix = 'change the network, or cut the graph before this node and run the rest yourself',
  ) {
    const one = nodes.length === 1
    super({
      what: one ? 'Unsupported node' : `${nodes.length} unsupported nodes`,
      where: nodes.map(({ node }) => node).join(', '),
      why: one ? nodes[0].reason : byReason(nodes),
      fix,
    })
  }
}

/** `Conv "a" and 5 more: reason; MaxPool "b": reason`. */
function byReason(nodes: readonly UnsupportedNode[]): string {
  const reasons = [...new Set(nodes.map(({ reason }) => reason))]
  const lines = reasons.map((reason) => {
    const [first, ...more] = nodes.filter((entry) => entry.reason === reason)
    return `${first.node}${more.length > 0 ? ` and ${more.length} more` : ''}: ${reason}`
  })
  return lines.join('; ')
}

/** The network does not fit the chip. */
export class MappingError extends ConcordError {
  override readonly name = 'MappingError'

  constructor(where: string, why: string, fix: string) {
    super({ what: 'The network does not fit the chip', where, why, fix })
  }
}

/** Data given to a network or a program is not what it takes. */
export class DataError extends ConcordError {
  override readonly name = 'DataError'

  constructor(what: string, where: string, why: string, fix: string) {
    super({ what, where, why, fix })
  }
}
