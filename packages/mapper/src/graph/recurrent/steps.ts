import { scalar } from '../tensor.js'
import { type GateSums, place } from './gate-sums.js'

/** States behind a step, `[1, hidden]`. */
export interface StepState {
  /** What layers read. */
  readonly shown: string
  /** LSTM: the cell. */
  readonly cell?: string
}

/** One step of an LSTM: f·c + i·g, and o·tanh of it. */
export function lstmStep(sums: GateSums, step: number, before: StepState | undefined): StepState {
  const { writer } = sums
  const add = (operator: string, part: string, inputs: readonly string[]) =>
    writer.node(operator, part, inputs, {}, place(step))
  const gate = (name: string, table: string) => add(table, name, [gateSum(sums, name, step, before?.shown)])
  const fresh = add('Mul', 'fresh', [gate('input', 'Sigmoid'), gate('change', 'Tanh')])
  const cell =
    before?.cell === undefined
      ? fresh
      : add('Add', 'cell', [add('Mul', 'kept', [gate('forget', 'Sigmoid'), before.cell]), fresh])
  return { cell, shown: add('Mul', 'state', [gate('output', 'Sigmoid'), add('Tanh', 'shown', [cell])]) }
}

/** One step of a GRU: (1 − z)·n + z·h. */
export function gruStep(sums: GateSums, step: number, before: StepState | undefined): StepState {
  const { writer } = sums
  const add = (operator: string, part: string, inputs: readonly string[]) =>
    writer.node(operator, part, inputs, {}, place(step))
  const update = add('Sigmoid', 'update', [gateSum(sums, 'update', step, before?.shown)])
  const fresh = add('Tanh', 'fresh', [freshSum(sums, step, before?.shown, add)])
  const rest = add('Sub', 'rest', [writer.constant('one', scalar(1)), update])
  const changed = add('Mul', 'changed', [rest, fresh])
  if (before === undefined) return { shown: changed }
  return { shown: add('Add', 'state', [changed, add('Mul', 'kept', [update, before.shown])]) }
}

/** W·x + (Wb + Rb) + R·h; without R·h in the first step, whose state is 0. */
function gateSum(sums: GateSums, gate: string, step: number, state: string | undefined): string {
  const own = sums.ofInput(gate, step)
  return state === undefined ? own : sums.add(`${gate} sum`, step, own, sums.ofState(gate, step, state))
}

/** What a GRU's new state is the hyperbolic tangent of: the reset gate multiplies the state, or its product. */
function freshSum(
  sums: GateSums,
  step: number,
  state: string | undefined,
  add: (operator: string, part: string, inputs: readonly string[]) => string,
): string {
  const reset = () => add('Sigmoid', 'reset', [gateSum(sums, 'reset', step, state)])
  if (!sums.cell.linearBeforeReset)
    return gateSum(sums, 'fresh', step, state && add('Mul', 'reset state', [reset(), state]))
  const own = sums.ofInput('fresh', step)
  const bias = sums.stateBias('fresh')
  const product = state && sums.ofState('fresh', step, state)
  const linear = product && bias ? sums.add('fresh linear', step, product, bias) : (product ?? bias)
  if (linear === undefined) return own
  return sums.add('fresh sum', step, own, add('Mul', 'fresh reset', [reset(), linear]))
}
