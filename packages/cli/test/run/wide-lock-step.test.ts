import { readFileSync } from 'node:fs'
import { PRESETS, parseChipConfig } from '@concord/arch'
import { hasTools } from '@concord/harness'
import { importOnnx, mapNetwork } from '@concord/mapper'
import { expect, it } from 'vitest'
import type { DataSet } from '../../src/io/data-set.js'
import { checkLockStep } from '../../src/run/lock-step.js'
import { Session } from '../../src/session/session.js'

/** nano's array with a wide bank; the maps of the network are whole in the banks. */
const CHIP = parseChipConfig(
  {
    ...PRESETS.nano,
    ...{ name: 'nano-wide', accBits: 20, actBanks: 4, actWords: 512, paramDepth: 9, residualWords: 2048 },
    vector: true,
  },
  'a test',
)

it('a residual network: RTL, stepped model and fast path are the same in every cycle', async () => {
  if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
  const file = readFileSync(new URL('../../../../models/bireal-resnet.onnx', import.meta.url))
  const program = mapNetwork(importOnnx(file), CHIP, { batch: 1 })
  const elements = 28 * 28
  const pixels = Uint8Array.from({ length: elements }, (_, i) => (i * 97) & 255)
  const data = { ...{ name: 'made', count: 1, elements, pixels, shape: [1, 28, 28] }, labels: undefined }
  const timing = { inputInterval: 1, outputInterval: 2 }
  const options = { program, data: data as unknown as DataSet, engines: ['verilator'] as const, ...timing }
  const lockStep = await checkLockStep(options, new Session())
  expect(lockStep).toMatchObject({ engines: ['step', 'fast', 'verilator'], executions: 1 })
  expect(lockStep.cycles).toBeGreaterThan(50_000)
})
