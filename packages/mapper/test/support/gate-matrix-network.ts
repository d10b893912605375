import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'
import { randomIntegers } from './random-parts.js'

/** How the gates of an LSTM are written: a matrix each, or one for all, whose results are taken apart. */
export const GATE_MATRICES = ['apart', 'Split', 'Slice', 'Gather', 'lines'] as const

export interface GateMatrixChoice {
  readonly gates: (typeof GATE_MATRICES)[number]
  readonly steps: number
  readonly inputs: number
  readonly hidden: number
  readonly seed: number
}

export const gateMatrixChoice: fc.Arbitrary<GateMatrixChoice> = fc.record({
  gates: fc.constantFrom(...GATE_MATRICES),
  steps: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 6 }),
  hidden: fc.integer({ min: 2, max: 5 }),
  seed: fc.nat(),
})

const GATES = 4

/** An unrolled LSTM of binary weights and a signed state; `lines`: the products with all lines are made at once. */
export function buildGateMatrixNetwork({ gates, steps, inputs, hidden, seed }: GateMatrixChoice): Uint8Array {
  const b = new OnnxBuilder()
  const random = randomIntegers(seed)
  const width = GATES * hidden
  const values = (count: number, value: () => number) => Array.from({ length: count }, value)
  const sign = () => 2 * random(0, 1) - 1
  const real = () => (random(-9, 9) + 0.37) / 16
  const [weights, stateWeights] = [values(inputs * width, sign), values(hidden * width, sign)]
  const [gain, shift, thresholds] = [values(width, real), values(width, real), values(hidden, real)]
  const scores = values(3 * hidden, sign)
  const index = (list: readonly number[], dims: readonly number[] = [list.length]) =>
    b.constant(7, dims, { rawData: new Uint8Array(BigInt64Array.from(list.map(BigInt)).buffer) })
  const own = (list: readonly number[], gate: number) =>
    list.filter((_, at) => Math.floor((at % width) / hidden) === gate)
  const matrices = (list: readonly number[], rows: number) =>
    gates === 'apart'
      ? Array.from({ length: GATES }, (_, gate) => b.float(own(list, gate), [rows, hidden]))
      : [b.float(list, [rows, width])]
  const lines = (list: readonly number[]) => matrices(list, 1)
  const constants = {
    ...{ weights: matrices(weights, inputs), stateWeights: matrices(stateWeights, hidden) },
    ...{ gain: lines(gain), shift: lines(shift) },
  }
  const x = b.bipolarInput()
  const products = gates === 'lines' ? b.node('MatMul', [x, constants.weights[0]]) : undefined
  const sumsOf = (t: number, state: string | undefined, m: number) => {
    const from = products ?? x
    const row = b.node('Gather', [from, index([t], [])], { axis: 1 })
    const ofInput = products === undefined ? b.node('MatMul', [row, constants.weights[m]]) : row
    const scaled = b.node('Add', [b.node('Mul', [ofInput, constants.gain[m]]), constants.shift[m]])
    const ofState =
      state && b.node('Mul', [b.node('MatMul', [state, constants.stateWeights[m]]), constants.gain[m]])
    return ofState === undefined ? scaled : b.node('Add', [scaled, ofState])
  }
  const gatesOf = (t: number, state: string | undefined): string[] => {
    const sums = constants.weights.map((_, m) => sumsOf(t, state, m))
    const [all] = sums
    const places = (gate: number) => Array.from({ length: hidden }, (_, i) => gate * hidden + i)
    const each = (take: (gate: number) => string) => Array.from({ length: GATES }, (_, gate) => take(gate))
    if (gates === 'apart') return sums
    if (gates === 'Slice') {
      return each((gate) =>
        b.node('Slice', [all, index([gate * hidden]), index([(gate + 1) * hidden]), index([1])]),
      )
    }
    if (gates === 'Gather') return each((gate) => b.node('Gather', [all, index(places(gate))], { axis: -1 }))
    return b.nodes('Split', [all, index([hidden, hidden, hidden, hidden])], GATES, { axis: 1 })
  }
  let [memory, state]: (string | undefined)[] = []
  for (let t = 0; t < steps; t++) {
    const [input, output, forget, change] = gatesOf(t, state)
    const fresh: string = b.node('Mul', [b.node('Sigmoid', [input]), b.node('Tanh', [change])])
    memory = memory ? b.node('Add', [b.node('Mul', [b.node('Sigmoid', [forget]), memory]), fresh]) : fresh
    const shown = b.node('Mul', [b.node('Sigmoid', [output]), b.node('Tanh', [memory])])
    state = b.bipolar(b.node('Add', [shown, b.float(thresholds, [1, hidden])]))
  }
  return b.build(b.node('MatMul', [state!, b.float(scores, [hidden, 3])]), { input: [1, steps, inputs] })
}
