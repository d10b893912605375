import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSpace } from '../../src/space/parse-space.js'
import { SpaceError } from '../../src/space/space-error.js'

const GOOD = `name: small
networks:
  - model: a.onnx
    weight: 3
  - model: b.onnx
    batch: 4
chip: edge
parameters:
  lanes: [64, 32]
  rows: {from: 8, to: 64, times: 2}
  postLanes: = min(rows, lanes) / 4
constraints:
  - rows <= lanes
  - areaMm2 <= 2
objectives: [latencyUs, areaMm2]
`

const faultOf = (text: string) => {
  try {
    parseSpace(text, 'space.yaml')
  } catch (error) {
    if (error instanceof SpaceError) return error.faults[0]
    throw error
  }
  throw new Error('no fault')
}

describe('a space file', () => {
  it('is read', () => {
    const space = parseSpace(GOOD, 'space.yaml')
    expect(space.networks.map(({ weight }) => weight)).toEqual([0.75, 0.25])
    expect(space.free).toEqual([
      { name: 'rows', values: [8, 16, 32, 64] },
      { name: 'lanes', values: [32, 64] },
    ])
    expect(space.derived.map(({ name }) => name)).toEqual(['postLanes'])
    expect([space.shape.length, space.limits.length]).toEqual([1, 1])
    expect(space.search).toEqual({ strategy: 'grid', points: 1000, population: 32, seed: 1 })
  })

  it.each([
    ['an unknown field', `${GOOD}depth: 3\n`, { line: 16, field: 'depth' }],
    ['an unknown parameter', GOOD.replace('  rows:', '  rowz:'), { line: 10, field: 'parameters.rowz' }],
    ['a wrong value', GOOD.replace('[64, 32]', 'many'), { line: 9, field: 'parameters.lanes' }],
    ['an empty range', GOOD.replace('from: 8', 'from: 80'), { line: 10, field: 'parameters.rows' }],
    [
      'a stranger in an expression',
      GOOD.replace('min(rows,', 'min(raws,'),
      { line: 11, field: 'parameters.postLanes' },
    ],
    [
      'a parameter of itself',
      GOOD.replace('min(rows,', 'min(postLanes,'),
      { line: 11, field: 'parameters.postLanes' },
    ],
    ['a broken expression', GOOD.replace('rows <= lanes', 'rows <='), { line: 13, field: 'constraints.0' }],
    [
      'a call of anything else',
      GOOD.replace('rows <= lanes', 'eval(1)'),
      { line: 13, field: 'constraints.0' },
    ],
    ['an unknown metric', GOOD.replace('areaMm2 <= 2', 'speed > 2'), { line: 14, field: 'constraints.1' }],
    ['an unknown objective', GOOD.replace('[latencyUs', '[latency'), { line: 15, field: 'objectives.0' }],
    ['a repeated key', GOOD.replace('chip: edge', 'name: again'), { line: 7, field: 'YAML' }],
    ['a wrong chip', GOOD.replace('chip: edge', 'chip: {rows: 3}'), { line: 7 }],
    [
      'a confirmation that is no dearer',
      `${GOOD}fidelity: simulated\nconfirm: simulated\n`,
      { line: 17, field: 'confirm' },
    ],
    ['no network', GOOD.replace('networks:', 'nets:'), { line: 1, field: 'networks' }],
  ])('names line and field of %s', (_what, text, fault) => {
    expect(faultOf(text)).toMatchObject(fault)
  })

  // A mistake of any kind, said in the words of a space and not in those of its parser
  it('says what would be legal instead of any value', () => {
    const values = fc.constantFrom('3', '-1', '[]', '{}', '""', '[[]]', 'text', 'true', '1.5', '[{}]', '~')
    const fields = [
      'name',
      'networks',
      'chip',
      'parameters',
      'constraints',
      'objectives',
      'fidelity',
      'search',
    ]
    const nested = ['search: {seed: #}', 'search: {population: #}', 'networks: [{model: a, batch: #}]']
    const lines = fc.constantFrom(...fields.map((name) => `${name}: #`), ...nested)
    fc.assert(
      fc.property(lines, values, (line, value) => {
        const text = `networks: [{model: a}]\nparameters: {rows: 8}\n`
        const field = line.slice(0, line.indexOf(':'))
        const kept = text.split('\n').filter((other) => !other.startsWith(`${field}:`))
        try {
          parseSpace([...kept, line.replace('#', value)].join('\n'), 'space.yaml')
        } catch (error) {
          expect(error).toBeInstanceOf(SpaceError)
          expect((error as SpaceError).faults.map(({ why }) => why).join()).not.toMatch(
            /input|expected|received|too/i,
          )
        }
      }),
      { numRuns: 200 },
    )
  })
})
