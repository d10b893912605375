import { nodeLabel, type SourceGraph, type SourceNode } from '../graph/source-graph.js'
import { elementCount, formatShape } from '../graph/tensor.js'
import { FormatError } from './format-error.js'

/** Values that an input may have; an image of ImageNet has 0.15 million. */
const INPUT_ELEMENTS_MAX = 2 ** 20

/** Nodes one behind the other without a layer in between; exporters write a dozen. */
const CHAIN_MAX = 500

const LAYERS = new Set(['Conv', 'MatMul', 'Gemm'])

/**
 * Refuses graphs that no network has, so that nothing behind it runs out of memory or stack.
 *
 * @throws FormatError when the input is too large, or a chain of nodes without layers too long
 */
export function checkGraph({ name, input, nodes }: SourceGraph): void {
  const fault = (why: string) =>
    new FormatError('network', name, why, { fix: 'give a network as an exporter writes it' })
  const size = elementCount(input.shape)
  if (!(size <= INPUT_ELEMENTS_MAX)) {
    throw fault(
      `its input has ${size} values (${formatShape(input.shape)}); at most ${INPUT_ELEMENTS_MAX} are read`,
    )
  }
  const depths = new Map<string, number>()
  for (const node of nodes) {
    const depth = depthOf(node, depths)
    if (depth > CHAIN_MAX)
      throw fault(`more than ${CHAIN_MAX} nodes without a layer lead to ${nodeLabel(node)}`)
    for (const output of node.outputs) depths.set(output, depth)
  }
}

function depthOf({ operator, inputs }: SourceNode, depths: ReadonlyMap<string, number>): number {
  if (LAYERS.has(operator)) return 0
  return inputs.reduce((deepest, from) => Math.max(deepest, (depths.get(from) ?? 0) + 1), 0)
}
