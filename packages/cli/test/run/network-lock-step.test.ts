import { type ChipConfig, parseChipConfig } from '@concord/arch'
import { hasTools } from '@concord/harness'
import {
  type Border,
  classify,
  Execution,
  evaluateAll,
  importOnnx,
  layerResults,
  MappingError,
  mapNetwork,
  type Network,
  placeNetwork,
  UnsupportedError,
} from '@concord/mapper'
import { runFast } from '@concord/sim'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chip } from '../../../mapper/test/support/random-chip.js'
import { buildConvNetwork, convChoice } from '../../../mapper/test/support/random-conv-network.js'
import {
  buildResidualNetwork,
  residualChoice,
  wideChip,
} from '../../../mapper/test/support/random-residual-network.js'
import type { DataSet } from '../../src/io/data-set.js'
import { checkLockStep } from '../../src/run/lock-step.js'
import { Session } from '../../src/session/session.js'

const deep = process.env.CONCORD_DEEP !== undefined
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

const timing = fc.record({
  inputInterval: fc.integer({ min: 1, max: 3 }),
  outputInterval: fc.integer({ min: 1, max: 3 }),
})

function hasBorder(pad: Border): boolean {
  return Object.values(pad).some((side) => side > 0)
}

/** Networks of a kind as files, and the chips that they are for. */
interface Kind {
  readonly name: string
  readonly chips: fc.Arbitrary<ChipConfig>
  readonly count: number
  readonly files: fc.Arbitrary<Uint8Array>
}

const KINDS: readonly Kind[] = [
  {
    name: 'mixed layers',
    chips: anyChip,
    count: deep ? 20 : 2,
    files: convChoice.map(buildConvNetwork),
  },
  {
    name: 'real maps on the host',
    chips: chip,
    count: deep ? 10 : 1,
    files: residualChoice.map(buildResidualNetwork),
  },
  {
    name: 'real shortcuts',
    chips: wideChip,
    count: deep ? 10 : 1,
    files: residualChoice.map(buildResidualNetwork),
  },
]

/** Runs a batch on the fast path; every layer's results must be the network's. */
function checkResults(network: Network, execution: Execution, images: readonly Uint8Array[]): void {
  const { config } = execution.program
  for (const { index } of execution.passes) {
    const { error, output } = runFast(config, execution.stream(index))
    expect(error).toBeUndefined()
    execution.take(index, output)
  }
  for (const [i, image] of images.entries()) {
    const got = layerResults(network, execution, i)
    const { layers, results, scores } = evaluateAll(network, image)
    for (const [l, { sums, codes }] of layers.entries()) {
      const own = got.get(network.layers[l].id)
      if (own !== undefined) expect(Array.from(own)).toEqual(Array.from(codes ?? sums))
    }
    for (const { id, result } of network.segments) if (result) expect(got.get(id)).toEqual(results.get(id))
    expect(got.size).toBeGreaterThanOrEqual(network.layers.length)
    expect(classify(execution, i)).toEqual(scores)
  }
}

/** Imports, places and maps; undefined for networks that are refused, or do not fit the chip. */
function mapRandom(file: Uint8Array, config: ChipConfig, batch: number) {
  try {
    const network = placeNetwork(importOnnx(file), config)
    return { network, program: mapNetwork(network, config, { batch, storeAll: true }) }
  } catch (error) {
    if (error instanceof MappingError || error instanceof UnsupportedError) return undefined
    throw error
  }
}

it.each(KINDS)(
  'random networks of $name: network, fast path, stepped model and RTL are the same',
  {
    timeout: deep ? 3_600_000 : 120_000,
  },
  async ({ name, chips, count, files }) => {
    if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
    const seed = fc.readConfigureGlobal().seed ?? 1
    let [ran, passes, cycles, between, padded] = [0, 0, 0, 0, 0]
    for (const [c, config] of fc.sample(chips, { numRuns: count, seed }).entries()) {
      const before = ran
      const property = fc.asyncProperty(files, fc.nat(), timing, async (file, factor, intervals) => {
        if (ran === before + NETWORKS) return
        const mapped = mapRandom(file, config, 2)
        if (mapped === undefined) return
        const { network, program } = mapped
        const { elements } = network.input
        const pixels = Uint8Array.from({ length: 3 * elements }, (_, i) => ((i * 73 + 41) * factor) >>> 3)
        const images = [0, 1].map((i) => pixels.subarray(i * elements, (i + 1) * elements))
        const execution = new Execution(program)
        for (const [i, image] of images.entries()) execution.setInput(i, image)
        checkResults(network, execution, images)
        const data = { count: 3, elements, pixels } as unknown as DataSet
        const engines = ['verilator'] as const
        const lockStep = await checkLockStep({ program, data, engines, ...intervals }, new Session())
        ran++
        cycles += lockStep.cycles
        passes += program.passes.length
        between += Number(network.segments.length > 0)
        padded += Number(network.layers.some(({ pool }) => pool && hasBorder(pool.pad)))
      })
      // A smaller network would take hundreds of runs of the RTL; seed and path are reported
      await fc.assert(property, { numRuns: DRAWN, seed: seed + c, endOnFailure: true })
    }
    if (deep)
      console.log(
        `${name}: seed ${seed}  chips ${count}  networks ${ran}  passes ${passes}  with parts of the host ${between}  with padded pools ${padded}  cycles compared ${cycles}`,
      )
    expect(ran).toBeGreaterThan((count * NETWORKS) / 4)
    expect(passes).toBeGreaterThanOrEqual(ran)
    if (name === 'real maps on the host') expect(between).toBeGreaterThan(0)
  },
)
