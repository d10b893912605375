import { describe, expect, test } from 'vitest'
import type { FlatChip } from '../../src/calibrate/flat-chip.js'
import { gateProgram, type MacroNode } from '../../src/calibrate/gate-program.js'
import { MacroMemory } from '../../src/calibrate/macro-memory.js'
import { netDrivers } from '../../src/calibrate/net-drivers.js'
import { chipLibrary } from '../../src/cells/chip-library.js'

const library = chipLibrary('sky130_fd_sc_hd')
const [CLK, SELECT, WRITE, MASK, ADDRESS, DATA, OUT] = [0, 1, 2, 3, 7, 15, 47]
const bus = (pin: string, bits: number, first: number): [string, number][] =>
  Array.from({ length: bits }, (_, bit) => [`${pin}[${bit}]`, first + bit])

/** A macro of 256 words with all pins on nets of their own. */
const chip: FlatChip = {
  ports: [],
  nets: OUT + 32,
  places: [[]],
  cells: [
    {
      type: 'sky130_sram_1kbyte_1rw1r_32x256_8',
      place: 0,
      pins: Object.fromEntries([
        ...[['clk0', CLK] as const, ['csb0', SELECT] as const, ['web0', WRITE] as const],
        ...bus('wmask0', 4, MASK),
        ...bus('addr0', 8, ADDRESS),
        ...bus('din0', 32, DATA),
        ...bus('dout0', 32, OUT),
      ]),
    },
  ],
}

function asked(fields: { select?: 0 | 1; write?: 0 | 1; mask?: number; address: number; data?: number }) {
  const { select = 0, write = 1, mask = 0xf, address, data = 0 } = fields
  const value = new Uint8Array(chip.nets + 2)
  const drive = (first: number, bits: number, word: number) => {
    for (let bit = 0; bit < bits; bit++) value[first + bit] = (word >>> bit) & 1
  }
  drive(SELECT, 1, select)
  drive(WRITE, 1, write)
  drive(MASK, 4, mask)
  drive(ADDRESS, 8, address)
  drive(DATA, 32, data)
  return value
}

describe('a macro in the gate simulator', () => {
  const node = gateProgram(chip, library).nodes[0] as MacroNode

  test('has its pins, and drives what it gives', () => {
    expect(node).toMatchObject({ kind: 'macro', words: 256, clock: CLK, select: SELECT, write: WRITE })
    const drivers = netDrivers(chip, library)
    expect(drivers.filter((driver) => driver !== undefined)).toHaveLength(32)
    expect(drivers[OUT + 3]).toBe('c0/dout0[3]')
  })

  test('writes the bytes of its mask, and gives a word when it is read', () => {
    const memory = new MacroMemory(node)
    const cycle = (value: Uint8Array) => {
      memory.take(value)
      return memory.give()
    }
    expect(cycle(asked({ address: 200 }))).toBe(0)
    expect(cycle(asked({ write: 0, address: 200, data: 0x89abcdef }))).toBeUndefined()
    expect(cycle(asked({ write: 0, address: 200, data: 0x11223344, mask: 0b1001 }))).toBeUndefined()
    expect(cycle(asked({ write: 0, address: 72, data: 0xffffffff }))).toBeUndefined()
    expect(cycle(asked({ address: 200 }))).toBe(0x11abcd44)
    // Not selected
    expect(cycle(asked({ select: 1, write: 0, address: 200, data: 5 }))).toBeUndefined()
    expect(cycle(asked({ address: 200 }))).toBe(0x11abcd44)
  })
})
