import type { OnnxNode } from './model.js'
import type { Value } from './value.js'

/** Computes a node's outputs. */
export type Operator = (node: OnnxNode, inputs: readonly Value[]) => Value[]
