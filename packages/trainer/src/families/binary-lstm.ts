import type { NetDefinition } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

const SIGNS: WeightQuantiser = { kind: 'sign', scale: 'none' }
const SCALED_SIGNS: WeightQuantiser = { kind: 'sign', scale: 'channel' }
const HIDDEN = 128
const GATES = 4

/** Magnitude that the signs of the hidden state stand for: about that of o·tanh(c). */
const SHOWN = 0.4

/** What is shown is within ±1/2 as a rule, where the gradient of its sign shall pass. */
const STEEPER = 2

/** Forget gates start open (Jozefowicz et al. 2015), so that early rows are remembered from the start. */
const forgetful = (channel: number) => (Math.floor(channel / HIDDEN) === 1 ? 1 : 0)

/**
 * An LSTM over the image's rows: binary weights, rows and hidden state; cell state and gates are real.
 *
 * gates = gain_x · W_x x + gain_h · W_h h + shift, then i, f, o = sigmoid, g = tanh, c = f·c + i·g, h = sign(o·tanh(c) + shift).
 * Weights are scaled by their mean magnitude, and each sum has a gain of its own, as in recurrent networks with normalised sums
 * (Cooijmans et al. 2017): so the float twin's trained values are a start. Before the first row c and h are 0, so what they
 * multiply is left out.
 */
export const binaryLstm: NetDefinition = (ops, pixels) => {
  type T = typeof pixels
  const gates = { outputs: GATES * HIDDEN, parts: GATES, weights: SCALED_SIGNS }
  const sums = (x: T, name: string) => ops.gain(ops.dense(x, name, gates), name, 1, 1)
  let state: { cell: T; hidden: T } | undefined
  const step = (row: T, before: typeof state) => {
    const fromRow = ops.shift(sums(row, 'row'), 'gates', forgetful)
    const all =
      before === undefined ? fromRow : ops.add(fromRow, ops.stretch(sums(before.hidden, 'hidden'), SHOWN))
    const [input, forget, output, change] = ops.split(all, GATES, GATES * HIDDEN)
    const fresh = ops.mul(ops.sigmoid(input), ops.tanh(change))
    const cell = before === undefined ? fresh : ops.add(ops.mul(ops.sigmoid(forget), before.cell), fresh)
    const shown = ops.shift(ops.mul(ops.sigmoid(output), ops.tanh(cell)), 'shown')
    return { cell, hidden: ops.sign(ops.stretch(shown, STEEPER), 'nothing') }
  }
  for (const row of ops.rows(ops.pixelSigns(pixels))) state = step(row, state)
  return ops.batchNorm(ops.dense(state!.hidden, 'dense0', { outputs: 10, weights: SIGNS }), 'norm0')
}
