import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/point/row.js'
import { packRow, reasonOf } from '../../src/point/row-batch.js'
import { RowTable } from '../../src/point/row-table.js'
import { packShare } from '../../src/point/share.js'
import { OpenShares } from '../../src/run/open-shares.js'

/** Rows of shares of some lengths. */
const rowsOf = (lengths: readonly number[]): Row[][] => {
  let next = 0
  return lengths.map((length) =>
    Array.from({ length }, () => {
      const number = next++
      const point = { id: `${number}`, fidelity: 'closedForm', parameters: { rows: number } } as const
      return { ...point, status: 'failed', reason: `reason ${number}` }
    }),
  )
}

describe('open shares', () => {
  it('give every row once with its reason, however many are told at a time, and know what is missing', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 })
    const steps = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 36, maxLength: 36 })
    fc.assert(
      fc.property(lengths, steps, (of, counts) => {
        const table = new RowTable({ parameters: ['rows'], networks: [] })
        const shares = new OpenShares(table.columns)
        const given = rowsOf(of)
        const rows = given.flat()
        for (const own of given) {
          const share = packShare(table.columns, own)
          for (const [i, row] of own.entries()) packRow(table.columns, row, share, i)
          shares.add(own, share)
        }
        for (const count of counts) {
          expect(shares.points.map(({ id }) => id)).toEqual(rows.slice(table.size).map(({ id }) => id))
          const told = rows.slice(table.size, table.size + count)
          const reasons = new Map(told.map((row, i) => [i, reasonOf(row)!]))
          for (const batch of shares.finish(told.length, reasons)) table.append(batch)
        }
        expect(rows.map((_, place) => table.at(place))).toEqual(rows)
      }),
    )
  })
})
