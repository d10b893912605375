import { readFileSync } from 'node:fs'
import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { makeDatasheet } from '../../src/datasheet/datasheet.js'
import { drawWaves } from '../../src/datasheet/draw-waves.js'

const read = (file: string) =>
  readFileSync(new URL(`../../../../docs/datasheet/${file}`, import.meta.url), 'utf8')

/** Sections by title, without those whose figures move with the estimator. */
function sections(text: string): Record<string, string> {
  const parts = text.split(/^## /m).map((part) => [part.split('\n')[0]!, part] as const)
  return Object.fromEntries(parts.filter(([title]) => title !== 'Area' && title !== 'Power'))
}

describe('docs/datasheet', () => {
  it('is what the chip is (else: concord datasheet nano -o docs/datasheet/nano.md)', () => {
    const { text, diagrams } = makeDatasheet(PRESETS.nano, {})
    expect(sections(read('nano.md'))).toEqual(
      sections(text(({ title, name }) => `![${title}](nano-${name}.svg)`)),
    )
    for (const diagram of diagrams) expect(read(`nano-${diagram.name}.svg`)).toBe(drawWaves(diagram))
  })
})
