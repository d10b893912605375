import { WAIT_COUNTERS } from './clock-counters.js'

/** Names of banks are below this. */
const BANKS = 32

/** When each bank was given, and by whom. */
export class BankGives {
  /** By bank, oldest first. */
  readonly #times: number[][] = Array.from({ length: BANKS }, () => [])
  readonly #givers: number[][] = Array.from({ length: BANKS }, () => [])

  add(bank: number, engine: number, at: number): void {
    this.#times[bank].push(at)
    this.#givers[bank].push(engine)
  }

  /** When a bank was given last. */
  last(bank: number): number {
    const times = this.#times[bank]
    return times[times.length - 1]
  }

  /** Those of a bank behind cycle `now`, relative to it. */
  after(bank: number, now: number): string {
    const times = this.#times[bank]
    let state = ''
    for (let i = times.length - 1; i >= 0 && times[i] > now; i--)
      state += `,${times[i] - now}/${this.#givers[bank][i]}`
    return state
  }

  /** The cycle in which a TAKE at the head from cycle `from` on goes through; counts whom it waited for. */
  wait(engine: number, bank: number, from: number, counts: Float64Array): number {
    const times = this.#times[bank]
    const givers = this.#givers[bank]
    const at = later(from, times[times.length - 1] + 1)
    for (let to = at, i = times.length - 1; to > from; i--) {
      const since = i === 0 ? from : later(from, times[i - 1] + 1)
      counts[WAIT_COUNTERS[3 * engine + givers[i]]] += to - since
      to = since
    }
    return at
  }
}

/** Math.max of two, without its care for NaN and signed zeros. */
export function later(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: the innermost operation of a search
  return a > b ? a : b
}
