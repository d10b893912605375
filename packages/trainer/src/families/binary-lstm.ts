import type { NetDefinition } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

const SIGNS: WeightQuantiser = { kind: 'sign', scale: 'none' }
const COLUMNS = 28
const HIDDEN = 64

/** Forget gates start open (Jozefowicz et al. 2015), so that early rows are remembered from the start. */
const forgetful = (channel: number) => (Math.floor(channel / HIDDEN) === 1 ? 2 : 0)

/**
 * An LSTM over the image's rows: binary weights, rows and hidden state; cell state and gates are real.
 *
 * gates = gain · (W_x x + W_h h) + shift, then i, f, o = sigmoid, g = tanh, c = f·c + i·g, h = sign(o·tanh(c) + shift). Before the
 * first row c and h are 0, so what they multiply is left out.
 */
export const binaryLstm: NetDefinition = (ops, pixels) => {
  const gates = { outputs: 4 * HIDDEN, weights: SIGNS }
  let state: ReturnType<typeof step> | undefined
  type T = typeof pixels
  const step = (row: T, before: { cell: T; hidden: T } | undefined) => {
    const fromRow = ops.dense(row, 'row', gates)
    const sums = before === undefined ? fromRow : ops.add(fromRow, ops.dense(before.hidden, 'hidden', gates))
    const scaled = ops.shift(ops.gain(sums, 'gates', 1, COLUMNS + HIDDEN), 'gates', forgetful)
    const [input, forget, output, change] = ops.split(scaled, 4, 4 * HIDDEN)
    const fresh = ops.mul(ops.sigmoid(input), ops.tanh(change))
    const cell = before === undefined ? fresh : ops.add(ops.mul(ops.sigmoid(forget), before.cell), fresh)
    const shown = ops.mul(ops.sigmoid(output), ops.tanh(cell))
    return { cell, hidden: ops.sign(ops.shift(shown, 'shown'), 'nothing') }
  }
  for (const row of ops.rows(ops.pixelSigns(pixels))) state = step(row, state)
  return ops.batchNorm(ops.dense(state!.hidden, 'dense0', { outputs: 10, weights: SIGNS }), 'norm0')
}
