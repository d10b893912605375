import fc from 'fast-check'
import { type Attribute, OnnxBuilder } from './onnx-builder.js'
import { randomIntegers } from './random-parts.js'

/** How the file has the matrices: stored ±scale, or the signs of latent weights times a scale. */
const STORAGE = ['stored', 'signs'] as const

export interface OperatorChoice {
  readonly cell: 'LSTM' | 'GRU'
  readonly storage: (typeof STORAGE)[number]
  readonly bias: boolean
  readonly linearBeforeReset: boolean
  /** The scores are of the last state, or of the states of all steps. */
  readonly result: 'last' | 'all'
  readonly steps: number
  readonly inputs: number
  readonly hidden: number
  readonly seed: number
}

export const operatorChoice: fc.Arbitrary<OperatorChoice> = fc.record({
  cell: fc.constantFrom('LSTM', 'GRU'),
  storage: fc.constantFrom(...STORAGE),
  bias: fc.boolean(),
  linearBeforeReset: fc.boolean(),
  result: fc.constantFrom('last', 'all'),
  steps: fc.integer({ min: 1, max: 4 }),
  inputs: fc.integer({ min: 1, max: 9 }),
  hidden: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
})

const SCALE = 0.25

/** The network of a choice with an operator of ONNX: signs of `[1, steps, inputs]`, the cell, signs, three scores. */
export function buildOperatorNetwork(
  choice: OperatorChoice,
  attributes: Record<string, Attribute> = {},
  more: (b: OnnxBuilder) => readonly string[] = () => [],
): Uint8Array {
  const { cell, steps, inputs, hidden, storage, bias, linearBeforeReset } = choice
  const b = new OnnxBuilder()
  const values = weightsOf(choice)
  const rows = b.node('Transpose', [b.bipolarInput()], { perm: [1, 0, 2] })
  const matrix = (lists: readonly (readonly number[])[], width: number) => {
    const dims = [1, lists.length * hidden, width]
    if (storage === 'stored') return b.float(lists.flat(), dims)
    const latent = b.float(
      lists.flat().map((value) => value * 0.73),
      dims,
    )
    return b.node('Mul', [b.node('Sign', [latent]), b.scalar(SCALE)])
  }
  const biases = bias
    ? b.float([...values.bias, ...values.stateBias].flat(), [1, 2 * values.bias.length * hidden])
    : ''
  const own = {
    hidden_size: hidden,
    ...(cell === 'GRU' && { linear_before_reset: Number(linearBeforeReset) }),
    ...attributes,
  }
  const [all, last] = b.nodes(
    cell,
    [rows, matrix(values.weights, inputs), matrix(values.stateWeights, hidden), biases, ...more(b)],
    cell === 'LSTM' ? 3 : 2,
    own,
  )
  const flat = choice.result === 'last' ? [1, hidden] : [1, steps * hidden]
  const shape = b.constant(7, [2], { rawData: new Uint8Array(BigInt64Array.from(flat.map(BigInt)).buffer) })
  return finish(b, b.node('Reshape', [choice.result === 'last' ? last : all, shape]), choice)
}

/** The same network written step by step, as ONNX defines the operators. */
export function buildOperatorSteps(choice: OperatorChoice): Uint8Array {
  const { cell, steps, inputs, hidden, bias, linearBeforeReset } = choice
  const b = new OnnxBuilder()
  const values = weightsOf(choice)
  const x = b.bipolarInput()
  const turned = (rows: readonly number[], width: number) =>
    b.float(
      Array.from({ length: rows.length }, (_, at) => rows[(at % hidden) * width + Math.floor(at / hidden)]),
      [width, hidden],
    )
  const weights = values.weights.map((rows) => turned(rows, inputs))
  const stateWeights = values.stateWeights.map((rows) => turned(rows, hidden))
  const add = (a: string, c: string | undefined) => (c === undefined ? a : b.node('Add', [a, c]))
  const both = (gate: number) =>
    bias
      ? b.node('Add', [b.float(values.bias[gate], [1, hidden]), b.float(values.stateBias[gate], [1, hidden])])
      : undefined
  const states: string[] = []
  let memory: string | undefined
  for (let t = 0; t < steps; t++) {
    const index = b.constant(7, [], { rawData: new Uint8Array(BigInt64Array.of(BigInt(t)).buffer) })
    const row = b.node('Gather', [x, index], { axis: 1 })
    const state = states.at(-1)
    const ofInput = (gate: number) => b.node('MatMul', [row, weights[gate]])
    const ofState = (gate: number, from = state) => from && b.node('MatMul', [from, stateWeights[gate]])
    const gate = (n: number, table = 'Sigmoid', from = state) =>
      b.node(table, [add(add(ofInput(n), both(n)), ofState(n, from))])
    if (cell === 'LSTM') {
      const fresh = b.node('Mul', [gate(0), gate(3, 'Tanh')])
      const cellNow: string =
        memory === undefined ? fresh : b.node('Add', [b.node('Mul', [gate(2), memory]), fresh])
      memory = cellNow
      states.push(b.node('Mul', [gate(1), b.node('Tanh', [cellNow])]))
      continue
    }
    const update = gate(0)
    let fresh: string
    if (!linearBeforeReset) fresh = gate(2, 'Tanh', state && b.node('Mul', [gate(1), state]))
    else {
      const product = ofState(2)
      const shift = bias ? b.float(values.stateBias[2], [1, hidden]) : undefined
      const linear = product === undefined ? shift : add(product, shift)
      const own = add(ofInput(2), bias ? b.float(values.bias[2], [1, hidden]) : undefined)
      fresh = b.node('Tanh', [add(own, linear && b.node('Mul', [gate(1), linear]))])
    }
    const changed = b.node('Mul', [b.node('Sub', [b.scalar(1), update]), fresh])
    states.push(state === undefined ? changed : b.node('Add', [changed, b.node('Mul', [update, state])]))
  }
  const result = choice.result === 'last' ? states.at(-1)! : b.node('Concat', states, { axis: 1 })
  return finish(b, result, choice)
}

function finish(b: OnnxBuilder, state: string, choice: OperatorChoice): Uint8Array {
  const { hidden, steps, inputs } = choice
  const count = choice.result === 'last' ? hidden : steps * hidden
  const signs = b.bipolar(
    b.node('Sub', [state, b.float(weightsOf(choice).thresholds.slice(0, count), [1, count])]),
  )
  const random = randomIntegers(choice.seed + 7)
  const scores = b.float(
    Array.from({ length: 3 * count }, () => 2 * random(0, 1) - 1),
    [count, 3],
  )
  return b.build(b.node('MatMul', [signs, scores]), { input: [1, steps, inputs] })
}

/** Values by gate, in ONNX's order, `[hidden][width]` and `[hidden]`; and thresholds of the states. */
function weightsOf({ cell, inputs, hidden, steps, seed }: OperatorChoice) {
  const random = randomIntegers(seed)
  const gates = cell === 'LSTM' ? 4 : 3
  const lists = (count: number, value: () => number) =>
    Array.from({ length: gates }, () => Array.from({ length: count }, value))
  const sign = () => (2 * random(0, 1) - 1) * SCALE
  const real = () => (random(-9, 9) + 0.37) / 16
  return {
    weights: lists(hidden * inputs, sign),
    stateWeights: lists(hidden * hidden, sign),
    bias: lists(hidden, () => Math.fround(real())),
    stateBias: lists(hidden, () => Math.fround(real())),
    thresholds: Array.from({ length: hidden * steps }, () => (random(-5, 5) + 0.37) / 16),
  }
}
