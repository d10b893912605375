import type { Point } from '../point/point.js'
import type { Random } from '../search/random.js'
import { blockSize } from './shard.js'

/**
 * Points to evaluate, handed out so that each taker gets neighbours: chips that share their counts are
 * neighbours, and only within one worker can they share them. Whoever has none left takes half of the longest rest.
 */
export class PointQueue {
  #points: readonly Point[]
  #rests: { next: number; end: number }[]
  /** Points that were handed out and not evaluated. */
  #returned: Point[] = []
  #isScattered = false

  constructor(
    points: readonly Point[],
    readonly takers: number,
  ) {
    this.#points = points
    this.#rests = this.#equalRests()
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

  /**
   * Leaves out points that somebody else has evaluated, who may be at the same ones now: so from the first time on the others are handed out in
   * another order, whole blocks of neighbours at random.
   *
   * @returns how many it left out; with none of them nothing changes
   */
  leaveOut(isDone: (point: Point) => boolean, random: Random): number {
    const before = this.left
    const isLeft = (point: Point) => !isDone(point)
    this.#returned = this.#returned.filter(isLeft)
    const rests = this.#rests.map(({ next, end }) => this.#points.slice(next, end).filter(isLeft))
    const kept = rests.flat()
    if (this.left === this.#returned.length + kept.length) return before - this.left
    if (this.#isScattered) {
      this.#points = kept
      let end = 0
      this.#rests = rests.map(({ length }) => {
        end += length
        return { next: end - length, end }
      })
    } else {
      this.#points = inRandomBlocks(kept, blockSize(kept.length, this.takers), random)
      this.#rests = this.#equalRests()
      this.#isScattered = true
    }
    return before - this.left
  }

  #equalRests(): { next: number; end: number }[] {
    const at = (taker: number) => Math.floor((taker * this.#points.length) / this.takers)
    return Array.from({ length: this.takers }, (_, i) => ({ next: at(i), end: at(i + 1) }))
  }
}

function inRandomBlocks<T>(all: readonly T[], size: number, random: Random): T[] {
  const starts = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => i * size)
  const order: number[] = []
  while (starts.length > 0) order.push(...starts.splice(random.below(starts.length), 1))
  return order.flatMap((start) => all.slice(start, start + size))
}
