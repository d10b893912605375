import { type Activity, type ChipConfig, COUNTER_NAMES, type Counters, chipGeometry } from '@concord/arch'
import type { Network } from '../network/network.js'
import { lowerFor } from '../planes/lower-for.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { packPatches } from '../program/patches.js'
import { placeNetwork } from '../program/place-network.js'
import { wholeActivity } from './activity-tally.js'
import { Counter, namedCounters } from './clock-counters.js'
import { countWhole } from './count-choice.js'
import { Memo } from './memo.js'
import { NetworkFamily, NUMBERS_MAX, searched } from './network-family.js'
import { type ScheduleOptions, Search } from './search.js'
import { ShapeChip } from './shape-chip.js'
import { Tuple, TupleMap } from './tuple-map.js'

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

/**
 * Prepares a network: its planes are made once for all chips that split its groups alike.
 *
 * @param numbersMax - about how many numbers it may remember of chips it was asked for
 */
export function prepareSchedule(network: Network, numbersMax = NUMBERS_MAX): PreparedSchedule {
  const known = new WeakMap<NetworkFamily, TupleMap<Memo<ScheduleCost>>>()
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
      const costs = found ?? new TupleMap<Memo<ScheduleCost>>()
      if (found === undefined) known.set(family, costs)
      const { batch, resident, storeAll, onePass } = options
      const key = KEY.clear()
      for (const option of [batch, resident, storeAll, onePass])
        key.add(Number(option !== undefined)).add(Number(option ?? 0))
      key.add(chip.clocking).add(config.counterBits)
      const memo = costs.get(key) ?? costs.add(key, new Memo<ScheduleCost>())
      const cost = memo.find(chip)
      if (cost !== undefined) return cost
      try {
        const found = memo.get(chip, () => scheduleCost(chip, packed, options))
        chip.remembered += COST_NUMBERS
        return found
      } finally {
        searched(chip, packed, numbersMax)
      }
    },
  }
}

const KEY = new Tuple()

/** Numbers that a cost with all around it is worth, about. */
const COST_NUMBERS = 250

function scheduleCost(chip: ShapeChip, network: PlaneNetwork, options: ScheduleOptions): ScheduleCost {
  const { config } = chip
  const { streamBits, counterBits } = config
  const { beatBytes } = chipGeometry(config)
  const search = new Search(chip, network, options)
  const { parts, batch } = search.choose()
  const wide = network.layers.some(({ mode }) => mode === 'SCALE')
  const passes: PassCost[] = []
  const activities: Activity[] = []
  let [cycles, instructions, beats, outBeats] = [0, 0, 0, 0]
  for (const { first, last, counted } of parts) {
    const { count, script } = countWhole(chip, counted, batch)
    if (!wide) activities.push(script.activity(chip))
    const sent = count.counts[Counter.storeBusy]
    passes.push({
      layers: search.shape.pass(first, last).layers,
      cycles: count.cycles,
      counters: namedCounters(count.counts, 2 ** counterBits),
      streamBytes: count.beats * beatBytes,
      outputBytes: sent * beatBytes,
      instructions: count.instructions,
    })
    cycles += count.cycles
    instructions += count.instructions
    beats += count.beats
    outBeats += sent
  }
  return {
    batch,
    counters: sumOf(passes),
    passes,
    cycles,
    instructions,
    streamBytes: beats * beatBytes,
    outputBytes: outBeats * beatBytes,
    activity: wide
      ? undefined
      : wholeActivity(activities, { cycles, instructions, beats, outBeats, streamBits }),
  }
}

function sumOf(passes: readonly PassCost[]): Counters {
  if (passes.length === 1) return passes[0].counters
  const counters = { ...passes[0].counters }
  for (const pass of passes.slice(1)) for (const name of COUNTER_NAMES) counters[name] += pass.counters[name]
  return counters
}
