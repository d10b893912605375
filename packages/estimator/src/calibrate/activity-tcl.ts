import type { CellLibrary } from '../cells/cell-library.js'
import type { FlatChip } from './flat-chip.js'
import { netDrivers } from './net-drivers.js'

/** What every net of a flat chip did. */
export interface NetActivity {
  readonly cycles: number
  /** Changes between 0 and 1, by net. */
  readonly toggles: Uint32Array
  /** Part of the time that the net was 1, by net. */
  readonly high: Float64Array
}

/** Changes a cycle of a net that changes with both edges of the clock. */
const CLOCK_ACTIVITY = 2

/**
 * `set_power_activity` of every pin that drives a net, and of every input port but the clock; changes are given by clock cycle. Most pins
 * of a run share a few values, so pins are grouped by value.
 */
export function activityTcl(
  chip: FlatChip,
  library: CellLibrary,
  { cycles, toggles, high }: NetActivity,
): string {
  const drivers = netDrivers(chip, library)
  const groups = new Map<string, string[]>()
  const add = (kind: string, name: string, net: number): void => {
    const activity = Math.min(CLOCK_ACTIVITY, toggles[net]! / cycles)
    const key = `${kind} -activity ${activity.toFixed(6)} -duty ${high[net]!.toFixed(4)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [name])
    else group.push(name)
  }
  drivers.forEach((pin, net) => {
    if (pin !== undefined) add('-pins', pin, net)
  })
  for (const { name, direction, nets } of chip.ports) {
    if (direction !== 'input' || name === 'clk_i') continue
    nets.forEach((net, i) => {
      if (typeof net === 'number') add('-input_ports', nets.length > 1 ? `${name}[${i}]` : name, net)
    })
  }
  const lines = [...groups].map(([key, names]) => {
    const [kind, ...values] = key.split(' ')
    return `set_power_activity ${kind} {${names.join(' ')}} ${values.join(' ')}`
  })
  return `${lines.join('\n')}\n`
}
