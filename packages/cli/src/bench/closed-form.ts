import { prepareTimeline, type Timeline } from '@concord/sim'
import { BENCH_CHIP, benchProgram } from './bench-program.js'
import { median, ratePerSecond } from './median.js'

/** Exact cycle counts a second, in closed form, of the bundled network on the chip; medians. */
export interface ClosedFormMeasurement {
  /** Counts of a prepared program, at changing rates of its stream. */
  readonly evaluationsPerSecond: number
  /** Counts with the preparation: the program is taken apart each time. */
  readonly preparationsPerSecond: number
  readonly instructions: number
}

const ROUND_MS = 200
const RATES = 8

/** Measures counts of the program with a batch of one. */
export async function measureClosedForm(rounds: number): Promise<ClosedFormMeasurement> {
  const { stream } = await benchProgram(1)
  const prepare = () => prepareTimeline(BENCH_CHIP, stream) as Timeline
  const timeline = prepare()
  let turn = 0
  const evaluate = () => {
    // Another rate each time, so that nothing can be kept from the last
    timeline.evaluate({ inputInterval: 1 + (turn++ % RATES) })
    return 1
  }
  const prepareAndEvaluate = () => Number(prepare().evaluate() !== undefined)
  const rates = { evaluate: [] as number[], prepare: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    rates.evaluate.push(ratePerSecond(evaluate, ROUND_MS))
    rates.prepare.push(ratePerSecond(prepareAndEvaluate, ROUND_MS))
  }
  return {
    evaluationsPerSecond: median(rates.evaluate.slice(1)),
    preparationsPerSecond: median(rates.prepare.slice(1)),
    instructions: timeline.plan.items.length,
  }
}
