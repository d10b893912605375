import { readFileSync } from 'node:fs'
import { type ChipConfig, PRESETS, type Program, parseStream, programPasses } from '@concord/arch'
import { countCycles } from '@concord/sim'
import { describe, expect, test } from 'vitest'
import {
  classify,
  Execution,
  evaluateNetwork,
  importOnnx,
  layerTable,
  MappingError,
  mapNetwork,
  readOutput,
  runHead,
} from '../src/index.js'
import { buildNetwork } from './support/random-network.js'
import { runImages } from './support/run-program.js'
import { mnistTest } from './support/shared.js'

const model = importOnnx(readFileSync(new URL('../../../models/mnist-mlp.onnx', import.meta.url)))

const layer = (outputs: number, activation: 'bipolar' | 'signed3') =>
  ({ outputs, weights: 'bipolar', activation, norm: true, gemm: false }) as const

/** A network of one hidden layer. */
const small = (activation: 'bipolar' | 'signed3' = 'bipolar', inputs = 40) =>
  importOnnx(
    buildNetwork({
      input: 'bipolar',
      inputs,
      head: 'none',
      seed: 1,
      layers: [layer(20, activation), layer(5, activation)],
    }),
  )

const nano = (fields: Partial<ChipConfig>): ChipConfig => ({ ...PRESETS.nano, name: 'small', ...fields })

describe('what does not fit', () => {
  const refusal = (config: ChipConfig, network = small()) => {
    expect(() => mapNetwork(network, config)).toThrow(MappingError)
    return expect(() => mapNetwork(network, config))
  }

  test('sums wider than the accumulator', () => {
    const wide = importOnnx(
      buildNetwork({ input: 'bipolar', inputs: 200, head: 'none', seed: 1, layers: [layer(4, 'bipolar')] }),
    )
    refusal(nano({ accBits: 8 }), wide).toThrow(/sums reach -200\.\.200 and need 9 bits, accBits is 8/)
  })

  test('more thresholds than a row holds', () => {
    refusal(nano({ paramDepth: 3 }), small('signed3')).toThrow(/needs 6 thresholds a row, paramDepth is 3/)
  })

  test('one input larger than a bank', () => {
    refusal(nano({ actWords: 8, lanes: 8, rows: 8 }), model).toThrow(
      /takes 98 words.*actWords is 8[\s\S]*at least 98/,
    )
  })

  test('a batch of nothing', () => {
    expect(() => mapNetwork(small(), PRESETS.nano, { batch: 0 })).toThrow(/0 is not a whole number/)
    expect(() => mapNetwork(small(), PRESETS.nano, { resident: 1000 })).toThrow(
      /1000 inputs do not fit a bank together/,
    )
  })
})

describe('the schedule', () => {
  const instructions = (config: ChipConfig, options: Parameters<typeof mapNetwork>[2] = {}) => {
    const program = mapNetwork(small(), config, options)
    return parseStream(config, program.stream).map(({ instruction }) => instruction)
  }

  test('weights that fit the two banks are loaded once', () => {
    const count = (batch: number) =>
      instructions(PRESETS.caravel, { batch, resident: 4 }).filter(({ op }) => op === 'LOAD_WEIGHTS').length
    expect(count(40)).toBe(count(4))
  })

  test('others alternate between the banks', () => {
    const banks = instructions(nano({ weightDepth: 2 }), { batch: 4, resident: 4 }).flatMap((instruction) =>
      instruction.op === 'LOAD_WEIGHTS' ? [instruction.bank] : [],
    )
    expect(banks.length).toBeGreaterThan(4)
    expect(banks.every((bank, i) => i === 0 || bank !== banks[i - 1])).toBe(true)
  })

  test('registers are written only when they change', () => {
    const sets = instructions(PRESETS.caravel, { batch: 8, resident: 4 }).filter(({ op }) => op === 'SET')
    const values = new Map<string, number>()
    for (const set of sets) {
      if (set.op !== 'SET' || (set.engine === 'compute' && set.register === 22)) continue
      const key = `${set.engine} ${set.register}`
      expect(values.get(key)).not.toBe(set.value)
      values.set(key, set.value)
    }
    expect(values.size).toBeGreaterThan(8)
  })

  test('a free choice is no worse than everything in one pass', () => {
    for (const config of [PRESETS.nano, PRESETS.edge, PRESETS.caravel]) {
      const cycles = (program: Program) =>
        programPasses(program).reduce((sum, { stream }) => sum + countCycles(config, stream).cycles, 0)
      const free = mapNetwork(small(), config, { batch: 16 })
      const resident = mapNetwork(small(), config, { batch: 16, resident: 16 })
      expect(cycles(free)).toBeLessThanOrEqual(cycles(resident))
    }
  })

  test('the chosen batch is large enough to make starting up cheap', () => {
    expect(mapNetwork(small(), PRESETS.edge).batch).toBeGreaterThanOrEqual(16)
  })
})

describe('the program', () => {
  const program = mapNetwork(small(), PRESETS.nano, { batch: 3, resident: 3 })

  test('layers name their instructions', () => {
    const items = parseStream(program.config, program.stream)
    const covered = program.layers.map(({ instructions: ranges }) =>
      ranges.flatMap(({ first, last }) =>
        items.slice(first, last + 1).map(({ instruction }) => instruction.op),
      ),
    )
    for (const ops of covered) expect(ops).toContain('RUN')
    expect(covered.flat()).not.toContain('STORE')
    expect(covered.flat()).not.toContain('LOAD_ACT')
    expect(covered.flat().filter((op) => op === 'RUN').length).toBe(
      items.filter(({ instruction }) => instruction.op === 'RUN').length,
    )
    expect(program.layers.map(({ macs }) => macs)).toEqual([800, 100])
    expect(program.layers.map(({ words }) => words)).toEqual([9, 2])
  })

  test('the affine head agrees with the exact one', () => {
    const network = importOnnx(
      buildNetwork({ input: 'bipolar', inputs: 9, head: 'norm', seed: 5, layers: [layer(6, 'bipolar')] }),
    )
    const mapped = mapNetwork(network, PRESETS.nano)
    const pixels = Uint8Array.from({ length: 9 }, (_, i) => 28 * i)
    const { sums } = evaluateNetwork(network, pixels)[0]
    const exact = runHead(network.head, sums).values
    for (const [c, value] of exact.entries()) {
      expect(sums[c] * mapped.head.scale[c] + mapped.head.offset[c]).toBeCloseTo(value, 9)
    }
  })

  test('inputs of another size, and inputs that do not exist', () => {
    const execution = new Execution(program)
    expect(() => execution.setInput(0, new Uint8Array(39))).toThrow(/39 bytes, the network takes 40/)
    expect(() => execution.setInput(3, new Uint8Array(40))).toThrow(/the program handles 3 inputs/)
    expect(() => execution.take(0, new Uint8Array(1))).toThrow(/1 bytes, pass 0 sends/)
    expect(() => readOutput(execution, 3)).toThrow(/handles 3 inputs/)
  })
})

test('the layer table', () => {
  const rows = layerTable(model)
  expect(rows.map(({ place }) => place)).toEqual(['host', 'chip', 'chip', 'chip', 'chip', 'host'])
  expect(rows[1]).toMatchObject({
    operator: 'dense',
    macs: 784 * 256,
    weightBits: 784 * 256,
    actPlanes: 1,
    sumBits: 11,
  })
  expect(rows[0]).toMatchObject({ inputShape: [1, 28, 28], outLevels: '-1, 1' })
  expect(rows.reduce((sum, row) => sum + row.weightBits, 0)).toBe(334_336)
})

const mnist = mnistTest()
test.skipIf(mnist === undefined)('models/mnist-mlp.onnx classifies 9,782 of 10,000 images on edge', () => {
  const { images, labels } = mnist!
  let correct = 0
  runImages(mapNetwork(model, PRESETS.edge), images, (execution, i, image) => {
    if (classify(execution, i).label === labels[image]) correct++
  })
  expect(correct).toBe(9782)
})
