import {
  type Activity,
  type ChipConfig,
  COUNTER_NAMES,
  type CounterName,
  type Counters,
  chipGeometry,
} from '@concord/arch'
import type { Network } from '../network/network.js'
import { lowerFor } from '../planes/lower-for.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { packPatches } from '../program/patches.js'
import { placeNetwork } from '../program/place-network.js'
import { ActivityTally } from './activity-tally.js'
import { Counter } from './clock-counters.js'
import { wrappedCounters } from './clock-pass.js'
import { countWhole } from './count-choice.js'
import { KeyedMemo } from './memo.js'
import { NetworkFamily } from './network-shape.js'
import { type ScheduleOptions, Search } from './search.js'
import { ShapeChip } from './shape-chip.js'

/** What one pass takes of an execution. */
export interface PassCost {
  /** Names of its layers. */
  readonly layers: readonly string[]
  readonly cycles: number
  readonly counters: Counters
  readonly streamBytes: number
  readonly outputBytes: number
  readonly instructions: number
}

/** What one execution of a network costs on a chip, without its data and without making its program. */
export interface ScheduleCost {
  /** Inputs an execution handles. */
  readonly batch: number
  readonly cycles: number
  /** Of all passes together, each wrapped as the chip wraps it. */
  readonly counters: Counters
  readonly streamBytes: number
  readonly outputBytes: number
  readonly instructions: number
  readonly passes: readonly PassCost[]
  /** Of all passes: events exact, toggled bits those of random data; undefined with wide values, which only a run with data counts. */
  readonly activity: Activity | undefined
}

/** A network ready to be scheduled on many chips. */
export interface PreparedSchedule {
  /**
   * The cost of the schedule that `mapNetwork` would choose for the network as `placeNetwork` places it with `layers: 'refuse'`:
   * every figure equals that of the program.
   *
   * @throws MappingError saying what does not fit
   */
  cost(config: ChipConfig, options?: ScheduleOptions): ScheduleCost
}

/** Prepares a network: its planes are made once for all chips that split its groups alike. */
export function prepareSchedule(network: Network): PreparedSchedule {
  const known = new WeakMap<NetworkFamily, KeyedMemo<string, ScheduleCost>>()
  return {
    cost: (config, options = {}) => {
      const { lowered: packed } = packPatches(
        config,
        lowerFor(placeNetwork(network, config, { layers: 'refuse' }), config),
        undefined,
      )
      const chip = ShapeChip.of(config)
      const family = NetworkFamily.of(chip, packed)
      const found = known.get(family)
      const costs = found === undefined || found.size >= KEPT ? new KeyedMemo<string, ScheduleCost>() : found
      known.set(family, costs)
      const { batch, resident, storeAll, onePass } = options
      const key = `${chip.clocking},${config.counterBits},${batch},${resident},${storeAll},${onePass}`
      return costs.get(key, chip, () => scheduleCost(chip, packed, options))
    },
  }
}

/** Settings of stream, queues, pipeline and schedule whose costs are kept. */
const KEPT = 500

function scheduleCost(chip: ShapeChip, network: PlaneNetwork, options: ScheduleOptions): ScheduleCost {
  const { config } = chip
  const { beatBytes } = chipGeometry(config)
  const search = new Search(chip, network, options)
  const { parts, batch } = search.choose()
  const tally = new ActivityTally(chip)
  const wide = network.layers.some(({ mode }) => mode === 'SCALE')
  const passes = parts.map(({ first, last, counted }): PassCost => {
    const shape = search.shape.pass(first, last)
    const { count, script } = countWhole(chip, counted, batch)
    if (!wide) tally.add(script.activity(chip))
    const { cycles, counts, beats, instructions } = count
    return {
      layers: shape.plans.repeat.map(({ plane }) => plane.layer.name),
      cycles,
      counters: wrappedCounters(config, counts),
      streamBytes: beats * beatBytes,
      outputBytes: counts[Counter.storeBusy] * beatBytes,
      instructions,
    }
  })
  const sum = (of: (pass: PassCost) => number) => passes.reduce((total, pass) => total + of(pass), 0)
  const counters = {} as Record<CounterName, number>
  for (const name of COUNTER_NAMES) counters[name] = sum((pass) => pass.counters[name])
  const [cycles, instructions] = [sum((pass) => pass.cycles), sum((pass) => pass.instructions)]
  const streamBytes = sum((pass) => pass.streamBytes)
  const outputBytes = sum((pass) => pass.outputBytes)
  const [beats, outBeats] = [streamBytes / beatBytes, outputBytes / beatBytes]
  return {
    batch,
    counters,
    passes,
    cycles,
    instructions,
    streamBytes,
    outputBytes,
    activity: wide ? undefined : tally.finish(cycles, instructions, beats, outBeats, config.streamBits),
  }
}
