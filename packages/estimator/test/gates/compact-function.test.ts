import { expect, test } from 'vitest'
import { loadLibrary } from '../../src/cells/load-library.js'
import { compactFunction, truthTable } from '../../src/gates/compact-function.js'

const functions = Object.entries(loadLibrary('sky130_fd_sc_hd').cells).flatMap(
  ([name, { outputs, inputsFf, storage, clockGate }]) =>
    storage || clockGate
      ? []
      : Object.values(outputs).flatMap((liberty) => {
          const pins = Object.keys(inputsFf).filter((pin) => new RegExp(`\\b${pin}\\b`).test(liberty))
          return pins.length === 0 ? [] : [{ name, liberty, pins }]
        }),
)

/** Operations of an expression. */
const cost = (text: string): number => text.match(/[!~&|^]/g)?.length ?? 0

test('a compact function is the same function, for every output of every gate of the library', () => {
  expect(functions.length).toBeGreaterThan(100)
  for (const { name, liberty, pins } of functions) {
    const compact = compactFunction(liberty, pins)
    expect(truthTable(compact, pins), name).toEqual(truthTable(liberty, pins))
    expect(cost(compact), name).toBeLessThanOrEqual(cost(liberty))
  }
})

test('is what the cell is called after', () => {
  const of = (cell: string): string => {
    const found = functions.find(({ name }) => name === `sky130_fd_sc_hd__${cell}`)!
    return compactFunction(found.liberty, found.pins)
  }
  expect(of('a222oi_1')).toBe('~((A1 & A2) | (B1 & B2) | (C1 & C2))')
  expect(of('xnor2_1')).toBe('~(A ^ B)')
  expect(of('nand3_1')).toBe('~(A & B & C)')
  expect(of('inv_1')).toBe('~A')
})
