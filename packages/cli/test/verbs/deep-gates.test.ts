import { describe, expect, it } from 'vitest'
import { startBuilt } from '../support/concord.js'

describe('deep-gates refuses', () => {
  it.each([
    ['--runs', 'x'],
    ['--runs', '0'],
    ['--seed', '-1'],
  ])('%s %s, before it starts any work', async (option, value) => {
    const { exitCode, stdout, stderr } = await startBuilt('deep-gates', [option, value])
    expect(stderr).toMatch(new RegExp(`option '${option} <.>' argument '${value}' is invalid`))
    expect(stderr).toContain('A whole number of at least 1 is needed')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })
})
