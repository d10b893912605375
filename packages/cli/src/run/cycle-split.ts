import type { Program } from '@concord/arch'
import type { CycleReport, InstructionSpan } from '@concord/sim'
import type { CycleSplit } from './record.js'

/** Cycles of one execution: by layer, in the order of the program, and those of no layer. */
export interface LayerCycles {
  readonly layers: readonly CycleSplit[]
  /** Before the first instruction of a layer reaches the array, and after the last. */
  readonly rest: CycleSplit
}

type Tally = { -readonly [Part in keyof CycleSplit]: CycleSplit[Part] }

/**
 * Splits the cycles of one execution by layer and by what the array does in them. The parts add up to its cycles.
 *
 * Cycles between two instructions of the compute engine belong to the later one, for which they wait.
 *
 * @param passes - spans of all instructions of each pass, in stream order
 */
export function splitCycles(
  program: Program,
  passes: readonly Pick<CycleReport, 'cycles' | 'spans'>[],
): LayerCycles {
  const tallies = Array.from({ length: program.layers.length + 1 }, emptyTally)
  for (const [pass, { spans, cycles }] of passes.entries()) splitPass(program, pass, spans, cycles, tallies)
  return { layers: tallies.slice(0, -1), rest: tallies[program.layers.length] }
}

function splitPass(
  program: Program,
  pass: number,
  spans: readonly InstructionSpan[],
  cycles: number,
  tallies: readonly Tally[],
): void {
  const layerOf = new Int32Array(spans.length).fill(program.layers.length)
  for (const [layer, { instructions }] of program.layers.entries()) {
    for (const range of instructions)
      if (range.pass === pass) layerOf.fill(layer, range.first, range.last + 1)
  }
  const loads = new LoadTimes(spans)
  let until = 0
  const wait = (tally: Tally, end: number) => {
    const load = loads.overlap(until, end)
    tally.load += load
    tally.stalls += end - until - load
    until = end
  }
  for (const span of spans) {
    if (span.engine !== 'compute') continue
    const tally = tallies[layerOf[span.index]]
    const { computeBusy = 0, computeWaitPost = 0 } = span.counts
    const isRun = computeBusy > 0 || computeWaitPost > 0
    wait(tally, isRun ? span.start : span.end)
    tally.compute += computeBusy
    tally.drain += computeWaitPost
    tally.stalls += span.end - until - computeBusy - computeWaitPost
    until = span.end
  }
  wait(tallies[program.layers.length], cycles)
}

/** All parts of a split. */
export function totalOf({ compute, load, drain, stalls }: CycleSplit): number {
  return compute + load + drain + stalls
}

function emptyTally(): Tally {
  return { compute: 0, load: 0, drain: 0, stalls: 0 }
}

/** When payload came in; asked for intervals that only move forward. */
class LoadTimes {
  readonly #from: number[] = []
  readonly #to: number[] = []
  #next = 0

  constructor(spans: readonly InstructionSpan[]) {
    for (const { engine, counts, dispatched, end } of spans) {
      if (engine !== 'load' || !counts.loadBusy) continue
      this.#from.push(dispatched)
      this.#to.push(end)
    }
  }

  /** Cycles of start..end − 1 in which payload came in. */
  overlap(start: number, end: number): number {
    while (this.#next < this.#to.length && this.#to[this.#next] <= start) this.#next++
    let cycles = 0
    for (let i = this.#next; i < this.#from.length && this.#from[i] < end; i++) {
      cycles += Math.min(end, this.#to[i]) - Math.max(start, this.#from[i])
    }
    return cycles
  }
}
