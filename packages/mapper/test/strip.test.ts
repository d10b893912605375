import { PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LayerPlan } from '../src/schedule/layer-plan.js'
import { cutStrips } from '../src/schedule/strip.js'

const size = fc.integer({ min: 1, max: 9 })
const axis = fc.record({ pool: fc.integer({ min: 1, max: 2 }), padded: fc.boolean() })

test('strips hold every result of every input once, and leave no more partial sums than a row holds', () => {
  let joined = 0
  fc.assert(
    fc.property(
      size,
      fc.oneof(fc.constant(1), size),
      size,
      axis,
      axis,
      fc.nat({ max: 12 }),
      (width, height, inputs, x, y, spare) => {
        const axes = { x: { kernel: 1, ...x }, y: { kernel: 1, ...y } }
        const plan = { axes, result: { width, height } } as unknown as LayerPlan
        const accDepth = x.pool * y.pool + spare
        const block = { first: 3, inputs, region: { x: 0, y: 0, width, height } }
        const strips = cutStrips({ ...PRESETS.nano, accDepth }, plan, block, true)
        const seen = strips.flatMap(({ first, inputs: count, region }) =>
          Array.from({ length: count * region.width * region.height }, (_, i) => {
            const pixel = i % (region.width * region.height)
            const [px, py] = [pixel % region.width, Math.floor(pixel / region.width)]
            return [
              first + Math.floor(i / (region.width * region.height)),
              region.x + px,
              region.y + py,
            ].join()
          }),
        )
        expect(new Set(seen).size).toBe(inputs * width * height)
        expect(seen.length).toBe(inputs * width * height)
        for (const { inputs: count, region } of strips) {
          expect(count * region.width * region.height * x.pool * y.pool).toBeLessThanOrEqual(accDepth)
          if (count > 1) joined++
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(joined).toBeGreaterThan(10)
})
