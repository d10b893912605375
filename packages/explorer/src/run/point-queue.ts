import type { Point } from '../point/point.js'

/**
 * Points to evaluate, handed out so that each taker gets neighbours: chips that share their counts are
 * neighbours, and only within one worker can they share them. Whoever has none left takes half of the longest rest.
 */
export class PointQueue {
  readonly #points: readonly Point[]
  readonly #rests: { next: number; end: number }[]
  /** Points that were handed out and not evaluated. */
  #returned: Point[] = []

  constructor(points: readonly Point[], takers: number) {
    this.#points = points
    const at = (taker: number) => Math.floor((taker * points.length) / takers)
    this.#rests = Array.from({ length: takers }, (_, i) => ({ next: at(i), end: at(i + 1) }))
  }

  /** Points not handed out. */
  get left(): number {
    return this.#rests.reduce((sum, { next, end }) => sum + end - next, this.#returned.length)
  }

  /** The next points of a taker, at most so many; none when nothing is left. */
  take(taker: number, most: number): Point[] {
    if (this.#returned.length > 0) return this.#returned.splice(0, most)
    const rest = this.#rests[taker]
    if (rest.next === rest.end) {
      const longest = this.#rests.reduce((a, b) => (b.end - b.next > a.end - a.next ? b : a))
      const middle = longest.end - Math.ceil((longest.end - longest.next) / 2)
      ;[rest.next, rest.end, longest.end] = [middle, longest.end, middle]
    }
    const taken = this.#points.slice(rest.next, Math.min(rest.end, rest.next + most))
    rest.next += taken.length
    return taken
  }

  giveBack(points: readonly Point[]): void {
    this.#returned.push(...points)
  }
}
