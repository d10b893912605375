import { type ChipConfig, parseChipConfig } from '@concord/arch'
import { hasTools } from '@concord/harness'
import {
  Execution,
  evaluateNetwork,
  importOnnx,
  layerResults,
  MappingError,
  mapNetwork,
  type Network,
  UnsupportedError,
} from '@concord/mapper'
import { runFast } from '@concord/sim'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chip } from '../../../mapper/test/support/random-chip.js'
import { buildConvNetwork, convChoice, inputBytes } from '../../../mapper/test/support/random-conv-network.js'
import type { DataSet } from '../../src/io/data-set.js'
import { checkLockStep } from '../../src/run/lock-step.js'
import { Session } from '../../src/session/session.js'

const deep = process.env.CONCORD_DEEP !== undefined
const CHIPS = deep ? 20 : 2
/** Networks that run on each; two of three that are drawn are refused or do not fit. */
const NETWORKS = deep ? 20 : 4
const DRAWN = 10 * NETWORKS

/** Small chips, every other one with a wide bank. */
const anyChip = fc
  .record({ config: chip, residualWords: fc.integer({ min: 1, max: 32 }), kind: fc.nat({ max: 3 }) })
  .map(({ config, residualWords, kind }): ChipConfig => {
    if (kind < 2) return config
    const wide = { accBits: Math.max(16, config.accBits), residualWords, vector: kind === 3 }
    return parseChipConfig({ ...config, ...wide }, 'a random chip')
  })

const bytes = fc.uint8Array({ minLength: 768, maxLength: 768 })
const timing = fc.record({
  inputInterval: fc.integer({ min: 1, max: 3 }),
  outputInterval: fc.integer({ min: 1, max: 3 }),
})

/** Runs a batch on the fast path; every layer's results must be the network's. */
function checkResults(network: Network, execution: Execution, images: readonly Uint8Array[]): void {
  const { config } = execution.program
  for (const { index } of execution.passes) {
    const { error, output } = runFast(config, execution.stream(index))
    expect(error).toBeUndefined()
    execution.take(index, output)
  }
  for (const [i, image] of images.entries()) {
    const results = layerResults(network, execution, i)
    for (const [l, { sums, codes }] of evaluateNetwork(network, image).entries()) {
      const got = results.get(network.layers[l].id)
      if (got !== undefined) expect(Array.from(got)).toEqual(Array.from(codes ?? sums))
    }
    expect(results.size).toBe(network.layers.length)
  }
}

/** Imports and maps; undefined for networks that are refused, or do not fit the chip. */
function mapRandom(file: Uint8Array, config: ChipConfig, batch: number) {
  try {
    const network = importOnnx(file)
    return { network, program: mapNetwork(network, config, { batch, storeAll: true }) }
  } catch (error) {
    if (error instanceof MappingError || error instanceof UnsupportedError) return undefined
    throw error
  }
}

it('random networks on random chips: network, fast path, stepped model and RTL are the same', {
  timeout: deep ? 3_600_000 : 120_000,
}, async () => {
  if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
  const seed = fc.readConfigureGlobal().seed ?? 1
  let [ran, passes, cycles] = [0, 0, 0]
  for (const [c, config] of fc.sample(anyChip, { numRuns: CHIPS, seed }).entries()) {
    const before = ran
    const property = fc.asyncProperty(convChoice, bytes, timing, async (choice, all, intervals) => {
      if (ran === before + NETWORKS) return
      const elements = inputBytes(choice)
      const images = [0, 1, 2].map((i) => all.subarray(i * elements, (i + 1) * elements))
      const mapped = mapRandom(buildConvNetwork(choice), config, 2)
      if (mapped === undefined) return
      const { network, program } = mapped
      const execution = new Execution(program)
      for (const [i, image] of images.slice(0, 2).entries()) execution.setInput(i, image)
      checkResults(network, execution, images.slice(0, 2))
      const pixels = all.subarray(0, 3 * elements)
      const data = { count: 3, elements, pixels } as unknown as DataSet
      const engines = ['verilator'] as const
      const lockStep = await checkLockStep({ program, data, engines, ...intervals }, new Session())
      ran++
      cycles += lockStep.cycles
      passes += program.passes.length
    })
    // A smaller network would take hundreds of runs of the RTL; seed and path are reported
    await fc.assert(property, { numRuns: DRAWN, seed: seed + c, endOnFailure: true })
  }
  if (deep)
    console.log(`seed ${seed}  chips ${CHIPS}  networks ${ran}  passes ${passes}  cycles compared ${cycles}`)
  expect(ran).toBeGreaterThan((CHIPS * NETWORKS) / 4)
  expect(passes).toBeGreaterThan(ran)
})
