import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { concord } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const folder = useFolder()

describe('concord datasheet', () => {
  it('writes the text and its diagrams', async () => {
    const { exitCode } = await concord(['datasheet', 'wide', '-o', folder.path('sheet/wide.md')])
    expect(exitCode).toBe(0)
    const text = readFileSync(folder.path('sheet/wide.md'), 'utf8')
    const pictures = [...text.matchAll(/\]\((.*?\.svg)\)/g)].map(([, file]) => file)
    // A 64-bit stream has no window
    expect(pictures).toEqual(['start', 'output', 'end', 'wishbone'].map((name) => `wide-${name}.svg`))
    expect(readdirSync(folder.path('sheet')).sort()).toEqual(['wide.md', ...pictures].sort())
    expect(text).toContain('| `in_data_i` | input | 64 |')
    expect(text).toMatch(/µm² of cells/)
  })

  it('leaves nothing behind when the run it is given is none', async () => {
    const { exitCode, stderr } = await concord([
      ...['datasheet', 'nano', '-o', folder.path('nano.md'), '--run', 'packages/cli/package.json'],
    ])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Not a run')
    expect(readdirSync(folder.path('.'))).toEqual([])
  })
})
