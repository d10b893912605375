import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../src/point/point.js'
import { PointQueue } from '../../src/run/point-queue.js'
import { Random } from '../../src/search/random.js'

const pointsOf = (count: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i), fidelity: 'closedForm', parameters: {} }))

describe('a queue of points', () => {
  it('hands out every point once, whoever takes and gives back', () => {
    const turns = fc.array(
      fc.record({ taker: fc.nat(3), most: fc.integer({ min: 1, max: 9 }), back: fc.nat(3) }),
    )
    fc.assert(
      fc.property(fc.nat(60), turns, (count, steps) => {
        const queue = new PointQueue(pointsOf(count), 4)
        const kept: string[] = []
        for (const { taker, most, back } of steps) {
          const { left } = queue
          const taken = queue.take(taker, most)
          expect(taken.length).toBeLessThanOrEqual(most)
          expect(queue.left).toBe(left - taken.length)
          expect(taken.length > 0).toBe(left > 0)
          queue.giveBack(taken.slice(0, back))
          kept.push(...taken.slice(back).map(({ id }) => id))
        }
        while (queue.left > 0) kept.push(...queue.take(0, 7).map(({ id }) => id))
        expect(kept.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
      }),
    )
  })

  it('gives takers of equal speed two halves of neighbours', () => {
    const queue = new PointQueue(pointsOf(100), 2)
    const taken: string[][] = [[], []]
    for (let turn = 0; queue.left > 0; turn++)
      taken[turn % 2].push(...queue.take(turn % 2, 10).map(({ id }) => id))
    const all = pointsOf(100).map(({ id }) => id)
    expect(taken).toEqual([all.slice(0, 50), all.slice(50)])
  })

  it('hands out the others once when some are left out, and by blocks of neighbours', () => {
    fc.assert(
      fc.property(
        fc.nat(600),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(9),
        fc.nat(),
        (count, takers, most, seed) => {
          const queue = new PointQueue(pointsOf(count), takers)
          const taken = queue.take(0, most).map(({ id }) => Number(id))
          queue.giveBack(pointsOf(count).slice(0, taken.length >> 1))
          const isDone = ({ id }: Point) => Number(id) % 3 === 1
          const before = queue.left
          const random = new Random(seed)
          const leftOut =
            queue.leaveOut((point) => isDone(point) && Number(point.id) < count / 2, random) +
            queue.leaveOut(isDone, random)
          const rest: number[] = []
          for (let taker = 0; queue.left > 0; taker = (taker + 1) % takers)
            rest.push(...queue.take(taker, 5).map(({ id }) => Number(id)))
          const kept = pointsOf(count).filter((point) => !isDone(point))
          const gone = new Set(taken.slice(taken.length >> 1))
          expect(rest.sort((a, b) => a - b)).toEqual(
            kept.map(({ id }) => Number(id)).filter((id) => !gone.has(id)),
          )
          expect(leftOut).toBe(before - rest.length)
        },
      ),
    )
  })

  it('has another order for everybody once some are left out, and else the same', () => {
    const orderOf = (seed: number, done: number) => {
      const queue = new PointQueue(pointsOf(640), 1)
      queue.leaveOut(({ id }) => Number(id) < done, new Random(seed))
      return queue.take(0, 1000).map(({ id }) => Number(id))
    }
    expect(orderOf(1, 0)).toEqual(pointsOf(640).map(({ id }) => Number(id)))
    expect(orderOf(1, 320)).not.toEqual(orderOf(2, 320))
    const order = orderOf(1, 320)
    const neighbours = order.filter((id, i) => i > 0 && id === order[i - 1] + 1)
    expect(neighbours.length).toBeGreaterThan(0.9 * order.length)
  })
})
