import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killFault } from '../src/check/kill.js'
import { FAULTS } from '../src/faults.js'
import { RTL_DIRECTORY } from '../src/paths.js'

test('there are at least ten faults, and each fits the RTL at exactly one place', async () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(10)
  for (const { name, file, find } of FAULTS) {
    const text = await readFile(join(RTL_DIRECTORY, file), 'utf8')
    expect([name, text.split(find).length - 1]).toEqual([name, 1])
  }
})

test('a fault in the RTL is caught, with cycle and port', async () => {
  const fault = FAULTS.find(({ name }) => name.startsWith('compute engine: the drain'))!
  const kill = await killFault(fault, { seed: 1, chips: 2, runs: 20 })
  expect(kill?.mismatch).toMatchObject({
    engine: 'verilator',
    cycle: expect.any(Number),
    signal: expect.any(String),
  })
})
