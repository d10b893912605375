import { describe, expect, it } from 'vitest'
import { loadLibrary } from '../../src/cells/load-library.js'
import { isUsable } from '../../src/cells/usable-cells.js'
import { bufferNetlist } from '../../src/synthesis/buffer-netlist.js'
import { checkNetlist } from '../../src/synthesis/check-netlist.js'
import type { Netlist, NetlistCell } from '../../src/synthesis/netlist.js'
import { writeNetlist } from '../../src/synthesis/write-netlist.js'
import { loadRecipe } from '../../src/technology/load-technology.js'

const library = loadLibrary('sky130_fd_sc_hd')
const recipe = loadRecipe('sky130_fd_sc_hd')

function cell(type: string, output: string, connections: Record<string, number>): NetlistCell {
  return {
    ...{ hide_name: 1, type, parameters: {}, attributes: {} },
    port_directions: Object.fromEntries(
      Object.keys(connections).map((pin) => [pin, pin === output ? 'output' : 'input']),
    ),
    connections: Object.fromEntries(Object.entries(connections).map(([pin, net]) => [pin, [net]])),
  }
}

/** One inverter that drives `sinks` flip-flops, all on one clock. */
function fan(sinks: number): Netlist {
  const flops = Array.from({ length: sinks }, (_, i): [string, NetlistCell] => [
    `f${i}`,
    cell('sky130_fd_sc_hd__dfxtp_1', 'Q', { CLK: 3, D: 4, Q: 10 + i }),
  ])
  return {
    modules: {
      top: {
        attributes: {},
        ports: { a_i: { direction: 'input', bits: [2] }, clk_i: { direction: 'input', bits: [3] } },
        netnames: { 'u_a.x_q': { hide_name: 0, bits: [10, 11] } },
        cells: { i: cell('sky130_fd_sc_hd__inv_1', 'Y', { A: 2, Y: 4 }), ...Object.fromEntries(flops) },
      },
    },
  }
}

describe('a netlist', () => {
  const check = (type: string, latches = ''): void =>
    checkNetlist(
      { modules: { top: { ...fan(1).modules.top!, cells: { c: cell(type, 'Y', { Y: 2 }) } } } },
      library,
      (name) => isUsable(recipe, name),
      latches,
    )

  it('may hold library cells only, no excluded ones, and no inferred latches', () => {
    expect(() => check('sky130_fd_sc_hd__inv_1')).not.toThrow()
    expect(() => check('$_DLATCH_P_')).toThrow(/does not have[\s\S]*\$_DLATCH_P_ \(top\.c\)/)
    expect(() => check('sky130_fd_sc_hd__lpflow_isobufsrc_1')).toThrow(/excludes/)
    expect(() => check('sky130_fd_sc_hd__inv_1', 'top/mode_d\n')).toThrow(/infers latches[\s\S]*top\/mode_d/)
  })

  it('gets trees of buffers behind nets with many sinks, not behind clocks', () => {
    const { netlist, buffers } = bufferNetlist(fan(30), library, 'sky130_fd_sc_hd__buf_2', 4)
    expect(buffers).toBe(8 + 2)
    const sinks = new Map<string | number, number>()
    for (const { type, connections, port_directions } of Object.values(netlist.modules.top!.cells))
      for (const [pin, [net]] of Object.entries(connections))
        if (port_directions[pin] === 'input' && !(type.includes('dfxtp') && pin === 'CLK'))
          sinks.set(net!, (sinks.get(net!) ?? 0) + 1)
    expect(Math.max(...sinks.values())).toBeLessThanOrEqual(4)
    expect(
      Object.values(netlist.modules.top!.cells).filter(({ connections }) => connections.CLK?.[0] === 3),
    ).toHaveLength(30)
  })

  it('is written with the names of the RTL', () => {
    const text = writeNetlist(fan(2), library)
    expect(text).toContain('sky130_fd_sc_hd__inv_1')
    expect(text).toContain('\\u_a.x_q[0]_reg  (.CLK(clk_i), .D(n4), .Q(\\u_a.x_q[0] ))')
  })
})
