import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'
import { randomIntegers } from './random-parts.js'

/** Cells: `lstm`; `gru` as ONNX writes it, (1 − z)·n + z·h; `blend`, the same as n + z·(h − n). */
export const CELLS = ['lstm', 'gru', 'blend'] as const

export interface RecurrentChoice {
  readonly cell: (typeof CELLS)[number]
  readonly steps: number
  readonly inputs: number
  readonly hidden: number
  readonly seed: number
}

export const recurrentChoice: fc.Arbitrary<RecurrentChoice> = fc.record({
  cell: fc.constantFrom(...CELLS),
  steps: fc.integer({ min: 1, max: 4 }),
  inputs: fc.integer({ min: 1, max: 9 }),
  hidden: fc.integer({ min: 1, max: 11 }),
  seed: fc.nat(),
})

/** Builds the ONNX file of a choice: an input of `[1, steps, inputs]`, a signed hidden state, three classes. */
export function buildRecurrentNetwork(choice: RecurrentChoice): Uint8Array {
  return new RecurrentNetwork(choice).build()
}

interface State {
  /** Real, from step to step. */
  readonly memory: string
  /** Its signs, which the layers read. */
  readonly signs: string
}

class RecurrentNetwork {
  readonly b = new OnnxBuilder()
  readonly random: (min: number, max: number) => number
  /** Weights and constants of a layer by name: every step has the same. */
  readonly #known = new Map<string, string>()

  constructor(readonly choice: RecurrentChoice) {
    this.random = randomIntegers(choice.seed)
  }

  build(): Uint8Array {
    const { b, choice } = this
    const { cell, steps, inputs, hidden } = choice
    const signs = b.bipolarInput()
    let state: State | undefined
    for (let t = 0; t < steps; t++) {
      const index = b.constant(7, [], { rawData: new Uint8Array(BigInt64Array.of(BigInt(t)).buffer) })
      const row = b.node('Gather', [signs, index], { axis: 1 })
      const memory = cell === 'lstm' ? this.#lstm(row, state) : this.#gru(row, state)
      const shown = cell === 'lstm' ? this.#shown(row, state, memory) : memory
      state = { memory, signs: b.bipolar(b.node('Add', [shown, this.#values('threshold', 9)])) }
    }
    const scores = b.node('MatMul', [state!.signs, this.#matrix('scores', hidden, 3)])
    return b.build(scores, { input: [1, steps, inputs] })
  }

  #lstm(row: string, state: State | undefined): string {
    const { b } = this
    const gate = (name: string, table: string) => b.node(table, [this.#sums(name, row, state?.signs)])
    const fresh = b.node('Mul', [gate('input', 'Sigmoid'), gate('change', 'Tanh')])
    if (state === undefined) return fresh
    return b.node('Add', [b.node('Mul', [gate('forget', 'Sigmoid'), state.memory]), fresh])
  }

  #shown(row: string, state: State | undefined, cell: string): string {
    const { b } = this
    const gate = b.node('Sigmoid', [this.#sums('output', row, state?.signs)])
    return b.node('Mul', [gate, b.node('Tanh', [cell])])
  }

  #gru(row: string, state: State | undefined): string {
    const { b, choice } = this
    const update = b.node('Sigmoid', [this.#sums('update', row, state?.signs)])
    if (state === undefined) return b.node('Mul', [update, b.node('Tanh', [this.#sums('fresh', row)])])
    const reset = b.node('Sigmoid', [this.#sums('reset', row, state.signs)])
    const kept = b.node('Mul', [reset, this.#layer('kept', state.signs, choice.hidden)])
    const fresh = b.node('Tanh', [b.node('Add', [kept, this.#sums('fresh', row)])])
    if (choice.cell === 'gru') {
      const rest = b.node('Sub', [b.scalar(1), update])
      return b.node('Add', [b.node('Mul', [rest, fresh]), b.node('Mul', [update, state.memory])])
    }
    return b.node('Add', [fresh, b.node('Mul', [update, b.node('Sub', [state.memory, fresh])])])
  }

  /** Sums of a row and of the hidden state, with a constant. */
  #sums(name: string, row: string, signs?: string): string {
    const { b, choice } = this
    const own = b.node('Add', [
      this.#layer(`${name} row`, row, choice.inputs),
      this.#values(`${name} shift`, 12),
    ])
    return signs === undefined
      ? own
      : b.node('Add', [own, this.#layer(`${name} state`, signs, choice.hidden)])
  }

  #layer(name: string, from: string, inputs: number): string {
    const { b, choice } = this
    return b.node('Mul', [
      b.node('MatMul', [from, this.#matrix(name, inputs, choice.hidden)]),
      this.#values(`${name} gain`, 12),
    ])
  }

  #matrix(name: string, inputs: number, outputs: number): string {
    return this.#constant(name, [inputs, outputs], () => 2 * this.random(0, 1) - 1)
  }

  /** One value a channel, up to 1 in sixteenths and a bit. */
  #values(name: string, most: number): string {
    return this.#constant(name, [this.choice.hidden], () => (this.random(-most, most) + 0.37) / 16)
  }

  #constant(name: string, dims: readonly number[], value: () => number): string {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const count = dims.reduce((a, b) => a * b, 1)
    const made = this.b.float(Array.from({ length: count }, value), dims)
    this.#known.set(name, made)
    return made
  }
}
