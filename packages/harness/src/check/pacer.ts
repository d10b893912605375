import type { Pressure } from './episode.js'

/** Decides, cycle by cycle, whether one side of a stream is willing to move a beat. */
export class Pacer {
  #cycle = 0
  #moved = 0
  #from = 0
  #held = false

  /**
   * @param fromStart - an interval counts from the first beat for the k-th beat (a source), else from the beat before (a sink)
   */
  constructor(
    readonly pressure: Pressure,
    readonly fromStart: boolean,
  ) {}

  get willing(): boolean {
    if (this.#held) return true
    if ('pattern' in this.pressure) return this.pressure.pattern[this.#cycle % this.pressure.pattern.length]
    if (this.#moved === 0) return true
    const { interval } = this.pressure
    return this.#cycle >= this.#from + (this.fromStart ? this.#moved * interval : interval)
  }

  /**
   * @param moved - a beat moved in this cycle
   * @param offered - a beat was offered, and must stay so until it moves
   */
  tick(moved: boolean, offered: boolean): void {
    if (moved && (this.#moved === 0 || !this.fromStart)) this.#from = this.#cycle
    if (moved) this.#moved++
    this.#held = offered && !moved
    this.#cycle++
  }
}
