import { WAIT_COUNTERS } from './clock-counters.js'
import type { Tuple } from './tuple-map.js'

/** Names of banks are below this. */
const BANKS = 32
/** Hand-overs that there is room for at first. */
const ROOM = 256

/** When each bank was given, and by whom. */
export class BankGives {
  /** Hand-overs so far, and by hand-over: when, by which engine, and the one of the same bank before, or −1. */
  #count = 0
  #times = new Float64Array(ROOM)
  #givers = new Uint8Array(ROOM)
  #before = new Int32Array(ROOM)
  /** By bank. */
  readonly #newest = new Int32Array(BANKS).fill(-1)

  clear(): void {
    this.#count = 0
    this.#newest.fill(-1)
  }

  add(bank: number, engine: number, at: number): void {
    const give = this.#count++
    if (give === this.#times.length) this.#grow()
    this.#before[give] = this.#newest[bank]
    this.#givers[give] = engine
    this.#times[give] = at
    this.#newest[bank] = give
  }

  /** When a bank was given last. */
  last(bank: number): number {
    return this.#times[this.#newest[bank]]
  }

  /** Adds those of a bank behind cycle `now` to a key, relative to it. */
  addAfter(bank: number, now: number, key: Tuple): void {
    for (let i = this.#newest[bank]; i >= 0 && this.#times[i] > now; i = this.#before[i])
      key.add(this.#times[i] - now).add(this.#givers[i])
  }

  /** The cycle in which a TAKE at the head from cycle `from` on goes through; counts whom it waited for. */
  wait(engine: number, bank: number, from: number, counts: Float64Array): number {
    const times = this.#times
    let give = this.#newest[bank]
    const at = later(from, times[give] + 1)
    for (let to = at; to > from; ) {
      const before = this.#before[give]
      const since = before < 0 ? from : later(from, times[before] + 1)
      counts[WAIT_COUNTERS[3 * engine + this.#givers[give]]] += to - since
      to = since
      give = before
    }
    return at
  }

  #grow(): void {
    const room = 2 * this.#times.length
    const [times, givers, before] = [this.#times, this.#givers, this.#before]
    this.#times = new Float64Array(room)
    this.#givers = new Uint8Array(room)
    this.#before = new Int32Array(room)
    this.#times.set(times)
    this.#givers.set(givers)
    this.#before.set(before)
  }
}

/** Math.max of two, without its care for NaN and signed zeros. */
export function later(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: the innermost operation of a search
  return a > b ? a : b
}
