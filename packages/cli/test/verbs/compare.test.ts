import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { concord, MODEL } from '../support/concord.js'
import { useFolder } from '../support/files.js'

describe('concord compare', () => {
  const folder = useFolder()

  it('shows where two chips differ and what a network costs on each', async () => {
    const { stdout } = await concord(['compare', 'nano', 'edge', '--model', MODEL, '--json', '-'])
    const lines: { name: string; a: unknown; b: unknown }[] = JSON.parse(stdout).lines
    expect(lines).toContainEqual({ name: 'lanes', a: 16, b: 32 })
    expect(lines.map(({ name }) => name)).not.toContain('popcountBits')
    expect(lines.find(({ name }) => name === 'cycles')?.b).toBe(11766)
  })
  it('shows in what two results differ, lists by name, and no chip beside a result', async () => {
    const result = (cycles: number) => ({
      blocks: [{ name: 'rows', cycles }],
      note: 'n'.repeat(100),
      same: 1,
    })
    writeFileSync(folder.path('a.json'), JSON.stringify(result(4)))
    writeFileSync(folder.path('b.json'), JSON.stringify({ ...result(6), note: 'm' }))
    const cwd = folder.path('.')
    const { stdout } = await concord(['compare', 'a.json', 'b.json'], { cwd })
    expect(stdout).toMatch(/blocks\.rows\.cycles +4 +6 +× 1\.5/)
    expect(stdout).toMatch(/note +n{39}… +m$/m)
    expect(stdout).not.toContain('same')
    expect((await concord(['compare', 'a.json', 'a.json'], { cwd })).stdout).toContain('are the same')
    const { stderr, exitCode } = await concord(['compare', 'nano', 'a.json'], { cwd })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('nano is a chip, a.json is a result')
  })
})
