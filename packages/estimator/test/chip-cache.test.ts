import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { perChip } from '../src/chip-cache.js'
import { chips } from './chips.js'

/** All that may decide, as text. */
const describe = ({ name: _name, clockMhz: _clock, ...rest }: ChipConfig): string => JSON.stringify(rest)

test('gives what is derived anew, whatever it was asked before', () => {
  const remembered = perChip(describe)
  fc.assert(
    fc.property(fc.array(chips, { minLength: 1, maxLength: 20 }), (list) => {
      for (const config of [...list, ...list]) expect(remembered(config)).toBe(describe(config))
    }),
  )
})

test('tells chips apart by any one field but name and clock', () => {
  const { nano } = PRESETS
  const others = (Object.keys(nano) as (keyof ChipConfig)[])
    .filter((field) => field !== 'memories')
    .map((field) => ({ ...nano, [field]: `another ${field}` }) as unknown as ChipConfig)
  const styles = Object.keys(nano.memories).map((memory) => {
    return { ...nano, memories: { ...nano.memories, [memory]: 'flop' } } as ChipConfig
  })
  let runs = 0
  const remembered = perChip((config) => `${++runs} ${describe(config)}`)
  remembered(nano)
  for (const other of [...others, ...styles]) {
    const before = runs
    remembered(other)
    const isSame = other.name !== nano.name || other.clockMhz !== nano.clockMhz
    expect(runs - before, JSON.stringify(other)).toBe(isSame ? 0 : 1)
    remembered(nano)
  }
})

test('is not misled by a chip that is changed afterwards', () => {
  const remembered = perChip(({ rows }) => rows)
  const changing = { ...PRESETS.nano }
  remembered(changing)
  Object.assign(changing, { rows: 16 })
  expect(remembered(changing)).toBe(16)
})
