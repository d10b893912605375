import { ATTRIBUTE, type OnnxAttribute, type OnnxNode } from './model.js'
import { unreadable } from './unreadable.js'

/** Value of an integer attribute, or `otherwise` when the node has none. */
export function intOf(node: OnnxNode, name: string, otherwise: number): number {
  return find(node, name, ATTRIBUTE.int)?.i ?? otherwise
}

/** Values of an attribute of integers, or `otherwise` when the node has none. */
export function intsOf(node: OnnxNode, name: string, otherwise: readonly number[]): readonly number[] {
  return find(node, name, ATTRIBUTE.ints)?.ints ?? otherwise
}

/** Value of a float attribute, or `otherwise` when the node has none. */
export function floatOf(node: OnnxNode, name: string, otherwise: number): number {
  return find(node, name, ATTRIBUTE.float)?.f ?? otherwise
}

function find(node: OnnxNode, name: string, type: number): OnnxAttribute | undefined {
  const found = node.attribute.find((attribute) => attribute.name === name)
  if (found !== undefined && found.type !== type)
    throw unreadable(node, `attribute ${name} has type ${found.type}, expected ${type}`)
  return found
}
