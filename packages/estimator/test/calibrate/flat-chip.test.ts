import { describe, expect, test } from 'vitest'
import { flattenChip } from '../../src/calibrate/flat-chip.js'
import { netDrivers } from '../../src/calibrate/net-drivers.js'
import { writeFlatChip } from '../../src/calibrate/write-flat-chip.js'
import { loadLibrary } from '../../src/cells/load-library.js'
import type { Netlist } from '../../src/synthesis/netlist.js'

const INVERTER = 'sky130_fd_sc_hd__inv_1'
const common = { hide_name: 0, parameters: {}, attributes: {} }

const port = (direction: string, ...bits: (number | string)[]) => ({ direction, bits })
const instance = (type: string, connections: Record<string, (number | string)[]>, outputs: string[]) => ({
  ...common,
  ...{ type, connections },
  port_directions: Object.fromEntries(
    Object.keys(connections).map((pin) => [pin, outputs.includes(pin) ? 'output' : 'input']),
  ),
})

/** Two instances of a module that inverts one bit, passes another through, and has a constant output. */
const netlist: Netlist = {
  modules: {
    top: {
      attributes: {},
      netnames: {},
      ports: { a_i: port('input', 2, 3), y_o: port('output', 6, 5, 8) },
      cells: {
        u_one: instance('inner', { a: [2], b: [3], y: [4], z: [5], one: [8] }, ['y', 'z', 'one']),
        u_two: instance('inner', { a: [4], b: ['1'], y: [6], z: ['x'], one: ['x'] }, ['y', 'z', 'one']),
      },
    },
    inner: {
      attributes: {},
      netnames: {},
      ports: {
        a: port('input', 2),
        b: port('input', 3),
        y: port('output', 4),
        z: port('output', 3),
        one: port('output', '1'),
      },
      cells: { c: instance(INVERTER, { A: [2], Y: [4] }, ['Y']) },
    },
  },
}

describe('a netlist without its hierarchy', () => {
  const chip = flattenChip(netlist, 'top')
  const [inputs, outputs] = chip.ports

  test('has every cell once an instance, joined through the ports', () => {
    expect(chip.cells.map(({ type }) => type)).toEqual([INVERTER, INVERTER])
    expect(chip.places).toEqual([[], ['u_one'], ['u_two']])
    expect(chip.cells.map(({ place }) => place)).toEqual([1, 2])
    const [first, second] = chip.cells
    expect(first!.pins.A).toBe(inputs!.nets[0])
    expect(second!.pins.A).toBe(first!.pins.Y)
    expect(outputs!.nets[0]).toBe(second!.pins.Y)
  })

  test('an input that a module passes through is the same net outside, a constant stays one', () => {
    expect(outputs!.nets[1]).toBe(inputs!.nets[1])
    expect(outputs!.nets[2]).toBe('1')
  })

  test('knows what drives each net, and is Verilog', () => {
    const drivers = netDrivers(chip, loadLibrary('sky130_fd_sc_hd'))
    expect(drivers.filter((driver) => driver !== undefined).sort()).toEqual(['c0/Y', 'c1/Y'])
    const text = writeFlatChip(chip, 'top')
    expect(text).toContain(`${INVERTER} c1 (.A(n${chip.cells[1]!.pins.A}), .Y(n${chip.cells[1]!.pins.Y}))`)
    expect(text).toContain("assign y_o[2] = 1'b1;")
  })

  test('writes bits of a bus side by side', () => {
    const pins = { 'addr0[0]': 4, clk0: 2, 'addr0[1]': '1' as const }
    const text = writeFlatChip(
      { ports: [], nets: 5, places: [[]], cells: [{ type: 'ram', place: 0, pins }] },
      'top',
    )
    expect(text).toContain("ram c0 (.clk0(n2), .addr0({1'b1, n4}));")
  })
})
