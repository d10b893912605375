import { COUNTER_NAMES, type CounterName, type Counters, type Program, programPasses } from '@concord/arch'
import { type CycleReport, countCycles, type StreamTiming } from '@concord/sim'

/** Time of one execution of a program, exact and without its data. */
export interface ProgramCycles {
  /** Of all passes together; the counters of the chip begin again with each. */
  readonly cycles: number
  readonly counters: Counters
  readonly passes: readonly CycleReport[]
}

/** Counts the cycles of all passes of a program in closed form. */
export function countProgram(program: Program, timing: StreamTiming = {}): ProgramCycles {
  const passes = programPasses(program).map(({ stream }) => countCycles(program.config, stream, timing))
  const counters = {} as Record<CounterName, number>
  for (const name of COUNTER_NAMES)
    counters[name] = passes.reduce((sum, pass) => sum + pass.counters[name], 0)
  return { cycles: passes.reduce((sum, pass) => sum + pass.cycles, 0), counters, passes }
}
