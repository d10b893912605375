import { type ChipConfig, ConfigError, PRESETS, parseChipConfig } from '@concord/arch'
import { Execution, inputBytes, MappingError, mapNetwork, namedShape, shapeNetwork } from '@concord/mapper'
import { FastChip } from '@concord/sim'
import { describe, expect, it } from 'vitest'
import { NetworkCost } from '../../src/cost/network-cost.js'
import { Random } from '../../src/search/random.js'

/** Points of an everyday run; a thousand by CONCORD_POINTS=1000. */
const POINTS = Number(process.env.CONCORD_POINTS ?? 24)
/** Every so many points CNV is one of the networks; its runs with data take longest. */
const CNV_EACH = 12

const NETWORKS = ['tfc', 'sfc', 'tfc', 'cnv'].map((name) => shapeNetwork(namedShape(name)))

/** A chip of a space around the presets; undefined where the fields do not go together. */
function randomChip(random: Random): ChipConfig | undefined {
  const pick = (...values: readonly number[]) => values[random.below(values.length)]
  const fields = {
    ...{ rows: pick(16, 32, 64, 128), lanes: pick(16, 32, 64, 128), weightDepth: pick(8, 12, 16, 18, 36) },
    ...{ accDepth: pick(4, 8, 16, 32), actBanks: pick(2, 3, 4), actWords: pick(256, 512, 1024) },
    ...{ postLanes: pick(2, 4, 8, 16), streamBits: pick(8, 16, 32, 64), queueDepth: pick(4, 8, 16) },
    ...{ popcountStages: pick(0, 1, 2), pairDepth: pick(2, 8), paramDepth: pick(3, 7) },
  }
  try {
    return parseChipConfig({ ...PRESETS.caravel, ...fields, name: 'point' }, 'point')
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

/** Cycles of a run with random data. */
function simulate(network: (typeof NETWORKS)[number], config: ChipConfig, random: Random): number {
  const program = mapNetwork(network, config, { batch: 1 })
  const execution = new Execution(program)
  execution.setInput(
    0,
    Uint8Array.from({ length: inputBytes(program) }, () => random.below(256)),
  )
  const chip = new FastChip(config)
  let cycles = 0
  for (const { index } of execution.passes) {
    chip.load(execution.stream(index))
    const run = chip.run()
    cycles += run.cycles
    execution.take(index, run.output)
  }
  return cycles
}

describe('the cycles of random points', () => {
  it('are those of the simulator', () => {
    const random = new Random(Number(process.env.CONCORD_SEED ?? 1))
    let compared = 0
    while (compared < POINTS) {
      const config = randomChip(random)
      if (config === undefined) continue
      const network = NETWORKS[compared % CNV_EACH === 0 ? 3 : compared % 3]
      let cost: number
      try {
        cost = new NetworkCost(network, 1).on(config).cycles
      } catch (error) {
        if (error instanceof MappingError) continue
        throw error
      }
      expect(simulate(network, config, random), `${network.name} on ${JSON.stringify(config)}`).toBe(cost)
      compared++
    }
    expect(compared).toBe(POINTS)
  })
})
