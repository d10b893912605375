import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOUNDS, type NetworkRow, type Row } from '../../src/point/row.js'
import { packRows, RowWriter } from '../../src/point/row-batch.js'
import { RowList } from '../../src/point/row-list.js'
import { RowTable } from '../../src/point/row-table.js'
import { METRIC_NAMES, type Metrics } from '../../src/space/metrics.js'
import { FIDELITIES } from '../../src/space/schema.js'

const SHAPE = {
  parameters: ['clockMhz', 'lanes'],
  networks: [
    { name: 'a', batch: 1 },
    { name: 'b', batch: 4 },
  ],
} as const

const figure = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const point = {
  id: fc.integer({ min: 0, max: 1e6 }).map((id) => id.toString(16).padStart(16, '0')),
  fidelity: fc.constantFrom(...FIDELITIES),
  parameters: fc.record({ clockMhz: figure, lanes: figure }),
}
const metrics = fc.record(
  Object.fromEntries(METRIC_NAMES.map((name) => [name, figure])),
) as fc.Arbitrary<Metrics>
const networkRow = (network: string, batch: number): fc.Arbitrary<NetworkRow> =>
  fc.record({
    ...{ network: fc.constant(network), batch: fc.constant(batch), cycles: figure, streamBytes: figure },
    ...{ outputBytes: figure, latencyUs: figure, energyNj: figure, powerMw: figure, opsPerCycle: figure },
    ...{ bytesPerCycle: figure, computeShare: figure, loadShare: figure, postShare: figure },
    bound: fc.constantFrom(...BOUNDS),
  })
const networks = fc.tuple(networkRow('a', 1), networkRow('b', 4))
const anyRow: fc.Arbitrary<Row> = fc.oneof(
  fc.record({ ...point, status: fc.constant('ok' as const), metrics, networks }),
  fc.record({ ...point, status: fc.constant('excluded' as const), reason: fc.string(), metrics, networks }),
  fc.record({ ...point, status: fc.constant('failed' as const), reason: fc.string() }),
)
const anyRows = fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 20 })

describe('a table of rows', () => {
  it('gives every row back, to the byte of its line', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const table = new RowTable(SHAPE)
        table.addBatch(packRows(table.columns, rows))
        const writer = new RowWriter(table.columns)
        for (const row of rows) writer.add(row)
        expect([
          ...new RowList(
            table,
            rows.map((_, i) => i),
          ),
        ]).toEqual(rows)
        const lines = rows.map(({ id }) => `${JSON.stringify(table.get(id))}\n`).join('')
        expect(new TextDecoder().decode(writer.take().text)).toBe(lines)
      }),
    )
  })

  it('is written the same row by row, in any number of batches', () => {
    const { columns } = new RowTable(SHAPE)
    fc.assert(
      fc.property(fc.array(anyRows, { maxLength: 6 }), (batches) => {
        const writer = new RowWriter(columns)
        for (const rows of batches) {
          for (const row of rows) writer.add(row)
          const written = writer.take()
          const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
          const { ids: _, ...packed } = packRows(columns, rows)
          expect(written).toEqual({ ...packed, text: new TextEncoder().encode(text) })
        }
      }),
    )
  })

  it('holds many rows, each once', () => {
    const table = new RowTable(SHAPE)
    for (let i = 0; i < 5000; i++) {
      const parameters = { clockMhz: i % 2500, lanes: 1 }
      const row: Row = {
        id: String(i % 2500),
        fidelity: 'closedForm',
        parameters,
        status: 'failed',
        reason: 'x',
      }
      table.addBatch(packRows(table.columns, [row]))
    }
    expect(table.size).toBe(2500)
    expect(table.get('2499')?.parameters.clockMhz).toBe(2499)
  })

  it('keeps the row that succeeded, and none of another space', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (first, other) => {
        const second = { ...other, id: first.id }
        const table = new RowTable(SHAPE)
        table.add({ ...first, id: 'other', parameters: { rows: 1 } })
        expect(table.size).toBe(0)
        for (const row of [first, second]) table.add(row)
        expect(table.get(first.id)).toEqual(first.status === 'failed' ? second : first)
      }),
    )
  })
})
