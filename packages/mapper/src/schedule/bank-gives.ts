import { WAIT_COUNTERS } from './clock-counters.js'

/** Names of banks are below this. */
const BANKS = 32

/** When each bank was given, and by whom. */
export class BankGives {
  /** By hand-over: when, by which engine, and the one of the same bank before, or −1. */
  readonly #times: number[] = []
  readonly #givers: number[] = []
  readonly #before: number[] = []
  /** By bank. */
  readonly #newest = new Int32Array(BANKS).fill(-1)

  clear(): void {
    this.#times.length = 0
    this.#givers.length = 0
    this.#before.length = 0
    this.#newest.fill(-1)
  }

  add(bank: number, engine: number, at: number): void {
    this.#before.push(this.#newest[bank])
    this.#givers.push(engine)
    this.#newest[bank] = this.#times.push(at) - 1
  }

  /** When a bank was given last. */
  last(bank: number): number {
    return this.#times[this.#newest[bank]]
  }

  /** Those of a bank behind cycle `now`, relative to it. */
  after(bank: number, now: number): string {
    let state = ''
    for (let i = this.#newest[bank]; i >= 0 && this.#times[i] > now; i = this.#before[i])
      state += `,${this.#times[i] - now}/${this.#givers[i]}`
    return state
  }

  /** The cycle in which a TAKE at the head from cycle `from` on goes through; counts whom it waited for. */
  wait(engine: number, bank: number, from: number, counts: number[]): number {
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
}

/** Math.max of two, without its care for NaN and signed zeros. */
export function later(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: the innermost operation of a search
  return a > b ? a : b
}
