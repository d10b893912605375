import type { CellLibrary } from '../cells/cell-library.js'
import type { FlatChip } from './flat-chip.js'

/** Output pin that drives each net, as `c<i>/<pin>`; nets of input ports have none. */
export function netDrivers(chip: FlatChip, library: CellLibrary): (string | undefined)[] {
  const drivers = new Array<string | undefined>(chip.nets)
  chip.cells.forEach(({ type, pins }, i) => {
    const { outputs, clockGate } = library.cells[type]!
    const driving = new Set([...Object.keys(outputs), ...(clockGate ? [clockGate.output] : [])])
    for (const [pin, net] of Object.entries(pins)) {
      if (typeof net === 'number' && driving.has(busOf(pin))) drivers[net] = `c${i}/${pin}`
    }
  })
  return drivers
}

/** `dout0` of `dout0[3]`; a pin that is no bit of a bus is its own. */
function busOf(pin: string): string {
  return pin.replace(/\[\d+\]$/, '')
}
