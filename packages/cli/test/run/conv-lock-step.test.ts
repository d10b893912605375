import { type ChipConfig, PRESETS, parseStream, programPasses } from '@concord/arch'
import { hasTools } from '@concord/harness'
import { mapNetwork, type NetworkShape, shapeNetwork } from '@concord/mapper'
import { expect, it } from 'vitest'
import type { DataSet } from '../../src/io/data-set.js'
import { checkLockStep } from '../../src/run/lock-step.js'
import { Session } from '../../src/session/session.js'

/** Skipped padding, strides, pooling, chunks with partial sums, a fully connected end: several passes on nano. */
const SHAPE: NetworkShape = {
  name: 'small',
  input: { channels: 5, width: 9, height: 7 },
  layers: [
    { name: 'a', channels: 18, kernel: 3, pad: 1, pool: [2, 2] },
    { name: 'b', channels: 20, kernel: 3, pad: 1, stride: 2 },
    { name: 'c', channels: 6, kernel: 2 },
  ],
}

/** On nano the weights of the first layer fit both banks together, nine words a row. */
const BOTH: NetworkShape = {
  name: 'both',
  input: { channels: 15, width: 7, height: 9 },
  layers: [
    { name: 'a', channels: 15, kernel: 3, pad: 1 },
    { name: 'b', channels: 3, kernel: 1 },
  ],
}

/** Runs four inputs in lock step. */
async function inLockStep(shape: NetworkShape, config: ChipConfig) {
  const network = shapeNetwork(shape)
  const program = mapNetwork(network, config, { batch: 2, storeAll: true })
  const { elements } = network.input
  const { channels, width, height } = shape.input
  const pixels = Uint8Array.from({ length: 4 * elements }, (_, i) => (i * 97) & 255)
  const data = {
    name: 'made',
    count: 4,
    elements,
    pixels,
    shape: [channels, height, width],
    labels: undefined,
  } as unknown as DataSet
  const timing = { inputInterval: 2, outputInterval: 3 }
  const lockStep = await checkLockStep({ program, data, engines: ['verilator'], ...timing }, new Session())
  return { program, lockStep }
}

it('convolutions: RTL, stepped model and fast path are the same in every cycle', async () => {
  if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
  const { lockStep } = await inLockStep(SHAPE, PRESETS.nano)
  expect(lockStep).toMatchObject({ engines: ['step', 'fast', 'verilator'], executions: 2 })
  expect(lockStep.cycles).toBeGreaterThan(2000)
})

it('likewise with weights in both banks', async () => {
  if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
  const { program, lockStep } = await inLockStep(BOTH, PRESETS.nano)
  const runs = programPasses(program)
    .flatMap(({ stream }) => parseStream(PRESETS.nano, stream))
    .flatMap(({ instruction }) => (instruction.op === 'RUN' ? [instruction] : []))
  expect(runs.some(({ both }) => both)).toBe(true)
  expect(runs.some(({ both }) => !both)).toBe(true)
  expect(lockStep).toMatchObject({ engines: ['step', 'fast', 'verilator'], executions: 2 })
})
