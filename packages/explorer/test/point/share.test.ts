import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../src/point/point.js'
import { RowColumns } from '../../src/point/row-columns.js'
import { packShare, pointAt } from '../../src/point/share.js'
import { FIDELITIES, PARAMETER_NAMES } from '../../src/space/schema.js'

/** Names of some parameters in alphabetical order, and points that have just these. */
const anyPlan = fc.subarray([...PARAMETER_NAMES].sort()).chain((names) => {
  const point: fc.Arbitrary<Point> = fc.record({
    id: fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f]{16}$/)),
    fidelity: fc.constantFrom(...FIDELITIES),
    parameters: fc
      .tuple(...names.map(() => fc.oneof(fc.nat(), fc.double())))
      .map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]]))),
  })
  return fc.tuple(fc.constant(names), fc.array(point, { maxLength: 20 }))
})

describe('a share', () => {
  it('gives every point back, also at the other end of a message, to the byte of its line', () => {
    fc.assert(
      fc.property(anyPlan, ([parameters, points]) => {
        const columns = new RowColumns({ parameters, networks: [] })
        const share = structuredClone(packShare(columns, points))
        const back = points.map((_, i) => pointAt(columns, share, i))
        expect(back).toEqual(points)
        expect(JSON.stringify(back)).toBe(JSON.stringify(points))
      }),
    )
  })
})
