import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChipConfig, PRESETS, parseStream } from '@concord/arch'
import { type ChipPurpose, calibrationChips, loadCalibration } from '@concord/estimator'
import { recordRun } from '@concord/harness'
import { importOnnx } from '@concord/mapper'
import { afterAll, expect, test, vi } from 'vitest'
import { WORKLOAD_CYCLES, workloadsFor } from '../../src/calibrate/workloads.js'
import { runCommandLine } from '../../src/command-line.js'
import { MODEL } from '../support/concord.js'

const folder = mkdtempSync(join(tmpdir(), 'concord-calibrate-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What is written there is kept from the terminal; writers that wait are told that it is done. */
function caught(stream: 'stdout' | 'stderr') {
  return vi.spyOn(process[stream], 'write').mockImplementation((...given: unknown[]) => {
    const done = given.at(-1)
    if (typeof done === 'function') done()
    return true
  })
}

test('the recorded chips give errors, budgets and clocks as JSON', async () => {
  const path = join(folder, 'errors.json')
  const printed = caught('stdout')
  const code = await runCommandLine(['calibrate', '--recorded', '--json', path])
  const text = printed.mock.calls.map(([piece]) => String(piece)).join('')
  printed.mockRestore()
  expect(code).toBe(0)
  const result = JSON.parse(readFileSync(path, 'utf8'))
  const kept = loadCalibration('sky130_fd_sc_hd')!
  expect(result.configurations).toBe(kept.heldOut.configurations)
  expect(result.workloads).toEqual(kept.heldOut.workloads)
  expect(result.workloads).toEqual(expect.arrayContaining(['planes', 'sums', 'mnist']))
  for (const quantity of ['area', 'power']) {
    expect(result[quantity].medianError).toBeLessThan(0.1)
    expect(result[quantity].worstError).toBeGreaterThanOrEqual(result[quantity].medianError)
    expect(result[quantity].worstError).toBeLessThan(0.25)
  }
  expect(result.rowAreaPerLaneUm2).toBe(kept.reference.rowAreaPerLaneUm2)
  expect(result.weightBankAreaPerBitUm2).toBe(kept.reference.weightBankAreaPerBitUm2)
  expect(Object.keys(result.clockMhz)).toContain('ss_100C_1v60')
  expect(text).toContain('timing median')
  const { coefficients } = kept
  // A column of its own for each title
  expect(text).toMatch(/^lanes( +[\d.]+ %){7}( +[\d.]+){2}$/m)
  expect(text).toContain((coefficients.clock.lanes ?? 1).toFixed(2))
  expect(text).toContain('whole chip')
  expect(text).toContain('weightBanks')
})

const PLAIN_WORKLOADS = ['dense', 'convolution', 'stream', 'planes', 'sums']

test.each([
  [PRESETS.nano, [...PLAIN_WORKLOADS, 'mnist']],
  [PRESETS.edge, [...PLAIN_WORKLOADS, 'mnist']],
  // With everything beside the array, and with SCALE alone
  ...['training', 'heldOut'].flatMap((purpose) =>
    calibrationChips(purpose as ChipPurpose, 10).flatMap((config): [ChipConfig, string[]][] =>
      config.residualWords === 0
        ? []
        : [[config, [...PLAIN_WORKLOADS, 'scaled', 'averaged', ...(config.vector ? ['gated'] : [])]]],
    ),
  ),
])('workloads are legal programs that last: $name', (config, names) => {
  const network = importOnnx(readFileSync(MODEL))
  const workloads = workloadsFor(config, { network, image: new Uint8Array(784).fill(9) })
  expect([...workloads.keys()].filter((name) => name !== 'mnist' || names.includes(name))).toEqual(names)
  for (const [workload, { stream, inputInterval }] of workloads) {
    parseStream(config, stream)
    const { cycles, outputs } = recordRun(config, stream, { cycles: WORKLOAD_CYCLES, inputInterval })
    expect(cycles, workload).toBe(WORKLOAD_CYCLES)
    const halted = outputs.filter((byte, i) => i % 16 === 0 && (byte & 0x10) !== 0)
    expect(halted.length, workload).toBe(0)
  }
})
