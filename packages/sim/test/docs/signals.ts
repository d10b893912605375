import type { Chip, ChipInputs, ChipOutputs } from '../../src/index.js'
import { chipScope } from '../../src/vcd/chip-scope.js'
import type { Scope, SignalValue } from '../../src/vcd/scope.js'
import { hiddenSignals } from './hidden-signals.js'

/** Text of a signal in one cycle. */
export type ReadSignal = (chip: Chip, inputs: ChipInputs, outputs: ChipOutputs) => string

/**
 * Finds a signal by its path below the chip, such as `u_core.u_compute_engine.state_q`: one that waveforms have, or one of
 * `hiddenSignals`.
 *
 * Flags are 1 or ·, numbers decimal, words of lanes hexadecimal.
 */
export function findSignal(path: string): ReadSignal {
  const hidden = hiddenSignals[path]
  if (hidden) return (chip, inputs) => formatValue(hidden(chip, inputs))
  const names = path.split('.')
  const name = names.pop()
  return (chip, inputs, outputs) => {
    let scope: Scope | undefined = chipScope(chip, { clk: true, inputs, outputs })
    for (const instance of names) scope = scope?.scopes.find((inner) => inner.name === instance)
    const signal = scope?.signals.find((inner) => inner.name === name)
    if (!signal) throw new Error(`the simulator shows no signal ${path}`)
    return formatValue(signal.read(), signal.width)
  }
}

function formatValue(value: SignalValue | string, width = 32): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? '1' : '·'
  if (typeof value === 'number') {
    if (width === 1) return value === 1 ? '1' : '·'
    return String(value)
  }
  const digits = Array.from(value, (part) => part.toString(16).padStart(8, '0'))
  return digits
    .reverse()
    .join('')
    .slice(-Math.ceil(width / 4))
}
