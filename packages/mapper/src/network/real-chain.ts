import type { SourceNode } from '../graph/source-graph.js'
import { findOperator } from '../operators/table.js'
import { Draft } from './draft.js'
import { refuse } from './refuse.js'
import {
  type BaseValue,
  drafts,
  type Leaf,
  RealProduct,
  RealSum,
  type StepValue,
  type Value,
} from './value.js'

/** Whether a value's elements are of real maps that no layer makes yet. */
export function isUnmade(leaf: Leaf | undefined): boolean {
  return leaf instanceof RealSum || leaf instanceof RealProduct
}

/** Whether a value is made of real maps that are wide, or have to become so. */
export function isReal(value: Value): boolean {
  return drafts(value).some((leaf) => isUnmade(leaf) || (leaf instanceof Draft && leaf.body.kind === 'wide'))
}

/** Whether a value of one leaf has been through a quantiser. */
export function isCoded(value: Value): boolean {
  const quantises = ({ node }: StepValue) => {
    const operator = findOperator(node)
    return typeof operator === 'object' && operator.kind === 'quantiser'
  }
  return chainSteps(value)?.some(quantises) ?? false
}

/** What a value with one leaf comes from. */
export function leafOf(value: Value): BaseValue | undefined {
  if (value.kind === 'base') return value
  if (value.kind !== 'step') return undefined
  return leafOf(value.operands.find((operand): operand is Value => operand !== undefined)!)
}

/** The steps behind a value's leaf, in order; undefined when there is more than steps. */
export function chainSteps(value: Value): StepValue[] | undefined {
  if (value.kind === 'base') return []
  if (value.kind !== 'step') return undefined
  const before = chainSteps(value.operands.find((operand): operand is Value => operand !== undefined)!)
  return before && [...before, value]
}

export function chainOf(node: SourceNode, value: Value): { leaf: BaseValue; steps: StepValue[] } {
  const leaf = leafOf(value)
  const steps = chainSteps(value)
  if (leaf === undefined || steps === undefined)
    throw refuse(node, 'its real map is moved, padded or pooled before it is added')
  return { leaf, steps }
}
