import { UnsupportedError } from '../../errors.js'
import type { FoldedGraph } from '../fold-constants.js'
import { nodeLabel, numberAttribute, type SourceNode } from '../source-graph.js'
import { formatShape } from '../tensor.js'

/** Gates of a cell in the order of its matrices. */
const GATES = {
  LSTM: ['input', 'output', 'forget', 'change'],
  GRU: ['update', 'reset', 'fresh'],
} as const

export type RecurrentOperator = keyof typeof GATES

/** Steps that are unrolled at most. */
const STEPS_MAX = 1024

/** Attributes with the only value that each may have, as lower-case text; several texts a list. */
const ATTRIBUTES: Readonly<Record<RecurrentOperator, Readonly<Record<string, string>>>> = {
  LSTM: { activations: 'sigmoid,tanh,tanh', direction: 'forward', layout: '0', input_forget: '0' },
  GRU: { activations: 'sigmoid,tanh', direction: 'forward', layout: '0' },
}

/** Attributes whose values are read, or checked against the matrices. */
const READ = new Set(['hidden_size', 'linear_before_reset'])

/** A recurrent operator of ONNX whose size is known; names are tensors. */
export interface Recurrent {
  readonly operator: RecurrentOperator
  readonly gates: readonly string[]
  readonly steps: number
  readonly hidden: number
  /** `[steps, 1, inputs]`. */
  readonly data: string
  /** `[1, gates · hidden, inputs]` and `[1, gates · hidden, hidden]`, constant. */
  readonly weights: string
  readonly stateWeights: string
  /** `[1, 2 · gates · hidden]`, constant; undefined without one. */
  readonly bias: string | undefined
  /** GRU: the reset gate is a factor of the product with the state, not of the state. */
  readonly linearBeforeReset: boolean
}

/** Whether a node is an LSTM or GRU of ONNX. */
export function isRecurrent({ operator, domain }: SourceNode): boolean {
  return (domain === '' || domain === 'ai.onnx') && Object.hasOwn(GATES, operator)
}

/**
 * Reads an LSTM or GRU: one direction, from a state of zeros, with the activations that ONNX says by default.
 *
 * @param folded - what is in front of the node
 * @throws UnsupportedError naming the attribute or input that says something else
 */
export function readRecurrent(
  node: SourceNode,
  { constants, shapes }: Pick<FoldedGraph, 'constants' | 'shapes'>,
): Recurrent {
  const refuse = (reason: string) => new UnsupportedError([{ node: nodeLabel(node), reason }])
  const operator = node.operator as RecurrentOperator
  checkAttributes(node, operator, refuse)
  const gates = GATES[operator]
  const [data, weights, stateWeights, bias, lengths, ...states] = node.inputs
  const shape = shapes.get(data) ?? constants.get(data)?.shape
  if (shape?.length !== 3 || shape[1] !== 1)
    throw refuse(`its input is ${formatShape(shape ?? [])}; steps × 1 × inputs is unrolled`)
  const [steps, , inputs] = shape
  if (steps < 1 || steps > STEPS_MAX) throw refuse(`it has ${steps} steps; 1 to ${STEPS_MAX} are unrolled`)
  const state = constants.get(stateWeights ?? '')
  const hidden = state?.shape.at(-1) ?? 0
  if (state !== undefined && hidden < 1) throw refuse('its input R is empty')
  const sizes: readonly (readonly [string, string | undefined, readonly number[]])[] = [
    ['W', weights, [1, gates.length * hidden, inputs]],
    ['R', stateWeights, [1, gates.length * hidden, hidden]],
    ...(bias ? ([['B', bias, [1, 2 * gates.length * hidden]]] as const) : []),
  ]
  for (const [name, tensor, expected] of sizes) {
    const constant = constants.get(tensor ?? '')
    if (constant === undefined) throw refuse(`its input ${name} is not constant`)
    if (constant.shape.join() !== expected.join())
      throw refuse(`its input ${name} is ${formatShape(constant.shape)}, not ${formatShape(expected)}`)
  }
  if (numberAttribute(node, 'hidden_size', hidden) !== hidden)
    throw refuse(`attribute "hidden_size" is not ${hidden}, as its input R says`)
  if (lengths && constants.get(lengths)?.data.join() !== String(steps))
    throw refuse(`its input sequence_lens is not constant ${steps}, the steps of its input`)
  for (const [i, name] of ['initial_h', 'initial_c', 'P'].entries()) {
    if (states[i] && !constants.get(states[i])?.data.every((value) => value === 0))
      throw refuse(`its input ${name} is not constant 0`)
  }
  const linearBeforeReset = numberAttribute(node, 'linear_before_reset', 0) !== 0
  return {
    ...{ operator, gates, steps, hidden, data, weights, stateWeights, linearBeforeReset },
    bias: bias || undefined,
  }
}

function checkAttributes(
  { attributes }: SourceNode,
  operator: RecurrentOperator,
  refuse: (reason: string) => UnsupportedError,
): void {
  for (const [name, value] of attributes) {
    if (READ.has(name) && (name === 'hidden_size' || operator === 'GRU')) continue
    const only = ATTRIBUTES[operator][name]
    if (only === undefined) throw refuse(`attribute "${name}" is not supported`)
    if (String(value).toLowerCase() !== only)
      throw refuse(`attribute "${name}" is ${String(value)}; only ${only} is supported`)
  }
}
