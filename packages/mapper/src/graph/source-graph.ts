import type { Tensor } from './tensor.js'

export type AttributeValue = number | string | readonly number[] | readonly string[] | Tensor

/** One node of the network file. An omitted optional input is the empty string. */
export interface SourceNode {
  readonly name: string
  readonly operator: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, AttributeValue>
}

/** The network file as a graph: nodes in evaluation order, one data input, constants by name. */
export interface SourceGraph {
  readonly name: string
  readonly nodes: readonly SourceNode[]
  readonly constants: ReadonlyMap<string, Tensor>
  /** The data input; axis 0 is the batch and has size 1. */
  readonly input: { readonly name: string; readonly shape: readonly number[]; readonly integer: boolean }
  readonly outputs: readonly string[]
}

/** How an error or a report calls a node: its name, or the tensor it makes when it has none. */
export function nodeLabel(node: SourceNode): string {
  return node.name === '' ? `${node.operator} -> "${node.outputs[0]}"` : `${node.operator} "${node.name}"`
}

/** Number attribute, or its default. */
export function numberAttribute(node: SourceNode, name: string, fallback: number): number {
  const value = node.attributes.get(name)
  return typeof value === 'number' ? value : fallback
}

/** Text attribute, or its default. */
export function textAttribute(node: SourceNode, name: string, fallback: string): string {
  const value = node.attributes.get(name)
  return typeof value === 'string' ? value : fallback
}

/** List of numbers, or undefined when the node has no such attribute. */
export function listAttribute(node: SourceNode, name: string): readonly number[] | undefined {
  const value = node.attributes.get(name)
  return Array.isArray(value) ? (value as readonly number[]) : undefined
}
