import { mkdirSync, readFileSync } from 'node:fs'
import { PRESETS } from '@concord/arch'
import { calibrationPath } from '@concord/estimator'
import { MetricsError } from '@concord/flow'
import { expect, test } from 'vitest'
import { readLayouts } from '../../src/calibrate/read-layouts.js'
import { concord } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const { path, write } = useFolder()
const text = (content: string): Uint8Array => Buffer.from(content)

/** A folder of `concord harden` with one run; as Python writes it, infinities are bare words. */
function layoutFolder(metrics: string | undefined, steps: Readonly<Record<string, string>> = {}): string {
  mkdirSync(path('nano/runs/one/final'), { recursive: true })
  write('nano/chip.json', text(JSON.stringify(PRESETS.nano)))
  if (metrics !== undefined) write('nano/runs/one/final/metrics.json', text(metrics))
  for (const [step, state] of Object.entries(steps)) {
    mkdirSync(path(`nano/runs/one/${step}`), { recursive: true })
    write(`nano/runs/one/${step}/state_out.json`, text(state))
  }
  return path('nano')
}

const METRICS = `{"design__core__bbox": "5.52 10.88 705.52 660.88", "design__instance__area": 455000, "design__instance__area__stdcell": "330487.123456789012345678901234567890",
  "design__instance__utilization": 0.65, "timing__setup__ws": -Infinity, "timing__hold_r2r__ws": NaN, "power__total": null, "route__wirelength": "inf"}`

test('metrics of a run give cells and core, whatever else they hold', async () => {
  const [layout] = await readLayouts([layoutFolder(METRICS)])
  expect(layout).toMatchObject({ config: { name: 'nano' }, coreAreaUm2: 700 * 650 })
  expect(layout!.cellAreaUm2).toBeCloseTo(330487.1235, 3)
})

test('a run that ended with the netlist has cells but no core', async () => {
  const state = JSON.stringify({ metrics: { design__instance__area: 272672, design__core__area: 'inf' } })
  const [layout] = await readLayouts([layoutFolder(undefined, { '06-yosys-synthesis': state })])
  expect(layout).toMatchObject({ cellAreaUm2: 272672, coreAreaUm2: undefined })
})

test('what is no layout is refused with its place', async () => {
  await expect(readLayouts([layoutFolder('{"design__instance__area__stdcell": Infinity}')])).rejects.toThrow(
    /none of its steps has measured the cells/,
  )
  await expect(readLayouts([layoutFolder('{"a": 1')])).rejects.toThrow(MetricsError)
  mkdirSync(path('empty'))
  write('empty/chip.json', text(JSON.stringify(PRESETS.nano)))
  await expect(readLayouts([path('empty')])).rejects.toThrow(/no run of LibreLane/)
  await expect(readLayouts([path('nothing')])).rejects.toThrow(/chip\.json/)
})

test('calibrate compares layouts with their estimates', { timeout: 60_000 }, async () => {
  const json = path('errors.json')
  const { stdout, exitCode } = await concord([
    ...['calibrate', '--recorded', '--layouts', layoutFolder(METRICS), '--json', json],
  ])
  expect(exitCode).toBe(0)
  const { layouts } = JSON.parse(readFileSync(json, 'utf8'))
  const [{ measuredUm2, estimatedUm2, utilisation }] = layouts.comparisons
  expect(layouts.layout.cellGrowth).toBeCloseTo(measuredUm2 / estimatedUm2, 4)
  expect(utilisation).toBeCloseTo(estimatedUm2 / (700 * 650), 6)
  expect(stdout).toMatch(/growth +1\.\d+/)
})

test('calibrate --update claims what it keeps before it measures', { timeout: 60_000 }, async () => {
  const kept = calibrationPath('sky130_fd_sc_hd')
  const before = readFileSync(kept, 'utf8')
  const { stderr, exitCode } = await concord(['calibrate', '--update', '--json', kept], {
    env: { PDK_ROOT: '' },
  })
  expect(exitCode).not.toBe(0)
  expect(stderr).toContain('two outputs of this command have this name')
  expect(readFileSync(kept, 'utf8')).toBe(before)
})
