import { boundRounding } from './bound-rounding.js'
import { type FoldedGraph, foldConstants } from './fold-constants.js'
import { foldStraightThrough } from './fold-straight-through.js'
import { joinIm2col } from './join-im2col.js'
import type { SourceGraph } from './source-graph.js'
import { splitBias } from './split-bias.js'
import { splitGemm } from './split-gemm.js'

/**
 * Folds a graph whose only products are Conv and MatMul, without bias and without straight-through estimators, and whose
 * roundings say between which numbers they round.
 */
export function normalise(source: SourceGraph): FoldedGraph {
  const first = foldConstants(splitGemm(foldStraightThrough(source)))
  const graph = boundRounding({ ...source, nodes: first.nodes, constants: first.constants }, first.constants)
  const channels = (name: string) => first.shapes.get(name)?.at(-1) ?? 1
  const second = foldConstants(joinIm2col(splitBias(graph, first.constants), channels))
  return { ...second, makers: new Map([...first.makers, ...second.makers]) }
}
