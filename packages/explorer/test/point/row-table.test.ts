import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOUNDS, type NetworkRow, type Row } from '../../src/point/row.js'
import { packRows } from '../../src/point/row-batch.js'
import { RowList } from '../../src/point/row-list.js'
import { RowTable } from '../../src/point/row-table.js'
import { RowText } from '../../src/point/row-text.js'
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
        const text = new RowText()
        for (const row of rows) text.add(row)
        expect([
          ...new RowList(
            table,
            rows.map((_, i) => i),
          ),
        ]).toEqual(rows)
        const lines = rows.map(({ id }) => `${JSON.stringify(table.get(id))}\n`).join('')
        expect(new TextDecoder().decode(text.take())).toBe(lines)
      }),
    )
  })

  it('is written the same row by row, in any number of batches', () => {
    fc.assert(
      fc.property(fc.array(anyRows, { maxLength: 6 }), (batches) => {
        const text = new RowText()
        for (const rows of batches) {
          for (const row of rows) text.add(row)
          const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
          expect(text.take()).toEqual(new TextEncoder().encode(lines))
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

  it('keeps of each point the first row that succeeded, or the last, however rows come', () => {
    const fewIds = fc
      .array(anyRow, { maxLength: 12 })
      .map((rows) => rows.map((row, i) => ({ ...row, id: `${(i * i) % 5}` })))
    fc.assert(
      fc.property(fc.array(fewIds, { maxLength: 5 }), (batches) => {
        const table = new RowTable(SHAPE)
        for (const rows of batches) table.add(rows)
        const all = batches.flat()
        const ids = new Set(all.map(({ id }) => id))
        expect(table.size).toBe(ids.size)
        for (const id of ids) {
          const own = all.filter((row) => row.id === id)
          expect(table.get(id)).toEqual(own.find(({ status }) => status !== 'failed') ?? own.at(-1))
        }
      }),
    )
  })

  it('takes rows of new points without a look at what is there, and tells when they were not new', () => {
    fc.assert(
      fc.property(fc.array(anyRows, { maxLength: 5 }), (batches) => {
        const [asked, appended] = [new RowTable(SHAPE), new RowTable(SHAPE)]
        for (const rows of batches) {
          const fresh = rows.filter(({ id }) => !asked.has(id))
          for (const table of [asked, appended]) table.append(packRows(table.columns, fresh))
        }
        expect(appended.size).toBe(asked.size)
        const rows = Array.from({ length: asked.size }, (_, place) => asked.at(place))
        for (const row of rows) expect(appended.get(row.id)).toEqual(row)
        fc.pre(rows.length > 0)
        appended.append(packRows(appended.columns, [rows[0]]))
        expect(() => appended.has('')).toThrow('two rows')
      }),
    )
  })

  it('takes no rows of another space', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const table = new RowTable(SHAPE)
        table.add([{ ...row, parameters: { rows: 1 } }])
        expect(table.size).toBe(0)
      }),
    )
  })
})
