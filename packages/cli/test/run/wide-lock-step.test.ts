import { readFileSync } from 'node:fs'
import { PRESETS, parseChipConfig } from '@concord/arch'
import { hasTools } from '@concord/harness'
import { importOnnx, mapNetwork } from '@concord/mapper'
import { expect, it } from 'vitest'
import {
  buildRecurrentNetwork,
  type RecurrentChoice,
} from '../../../mapper/test/support/random-recurrent-network.js'
import { buildOperatorNetwork } from '../../../mapper/test/support/recurrent-operator.js'
import type { DataSet } from '../../src/io/data-set.js'
import { checkLockStep } from '../../src/run/lock-step.js'
import { Session } from '../../src/session/session.js'

/** nano's array with a wide bank; the maps of the networks are whole in the banks. */
const CHIP = parseChipConfig(
  {
    ...PRESETS.nano,
    ...{ name: 'nano-wide', accBits: 20, actBanks: 4, actWords: 512, paramDepth: 9, residualWords: 2048 },
    vector: true,
  },
  'a test',
)

const residual = () => readFileSync(new URL('../../../../models/bireal-resnet.onnx', import.meta.url))
const cell = (own: RecurrentChoice['cell']) => () =>
  buildRecurrentNetwork({ cell: own, steps: 3, inputs: 11, hidden: 13, seed: 7 })
/** The operator of ONNX: its products with the inputs are the chip's, those with its real state the host's. */
const operator = () =>
  buildOperatorNetwork({
    ...{ cell: 'LSTM', storage: 'signs', bias: true, linearBeforeReset: false, result: 'last' },
    ...{ steps: 3, inputs: 11, hidden: 13, seed: 7 },
  })

it.each([
  ['a residual network', residual, [1, 28, 28], 50_000],
  ['an LSTM', cell('lstm'), [3, 11], 5000],
  ['a GRU', cell('gru'), [3, 11], 4000],
  ['the operator LSTM', operator, [3, 11], 300],
] as const)(
  '%s: RTL, stepped model and fast path are the same in every cycle',
  async (_, file, shape, least) => {
    if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
    const program = mapNetwork(importOnnx(file()), CHIP, { batch: 1 })
    const elements = shape.reduce((a: number, b) => a * b, 1)
    const pixels = Uint8Array.from({ length: elements }, (_, i) => (i * 97) & 255)
    const data = { ...{ name: 'made', count: 1, elements, pixels, shape }, labels: undefined }
    const timing = { inputInterval: 1, outputInterval: 2 }
    const options = { program, data: data as unknown as DataSet, engines: ['verilator'] as const, ...timing }
    const lockStep = await checkLockStep(options, new Session())
    expect(lockStep).toMatchObject({ engines: ['step', 'fast', 'verilator'], executions: 1 })
    expect(lockStep.cycles).toBeGreaterThan(least)
  },
)
