import {
  COUNTER_NAMES,
  type CounterName,
  chipGeometry,
  type Program,
  parseStream,
  programPasses,
} from '@concord/arch'
import { ActivityTally, wholeActivity } from '@concord/mapper'
import { countCycles } from '@concord/sim'
import { tallyInstructions } from '../../src/cost/program-activity.js'
import type { ProgramCost } from '../../src/cost/program-cost.js'

/** Cost of a mapped program, read off its streams. */
export function programCost(program: Program): ProgramCost {
  const { config, stream, batch, outputBytes } = program
  const tally = new ActivityTally(config)
  const counters = {} as Record<CounterName, number>
  for (const name of COUNTER_NAMES) counters[name] = 0
  let [cycles, instructions] = [0, 0]
  for (const pass of programPasses(program)) {
    const items = parseStream(config, pass.stream)
    const count = countCycles(config, pass.stream)
    tallyInstructions(items, count.spans, () => tally)
    cycles += count.cycles
    instructions += items.length
    for (const name of COUNTER_NAMES) counters[name] += count.counters[name]
  }
  const { beatBytes } = chipGeometry(config)
  const [beats, outBeats] = [stream.length / beatBytes, outputBytes / beatBytes]
  return {
    ...{ batch, cycles, counters, instructions },
    streamBytes: stream.length,
    outputBytes,
    activity: wholeActivity([tally.activity], {
      cycles,
      instructions,
      beats,
      outBeats,
      streamBits: config.streamBits,
    }),
  }
}
