import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../src/point/point.js'
import { PointQueue } from '../../src/run/point-queue.js'

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
})
