import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Progress } from '../../src/session/progress.js'

/** What a phase of four seconds writes. */
function written(isTTY: boolean, isSilent: boolean): string {
  let text = ''
  const write = (part: string | Uint8Array): boolean => {
    text += part
    return true
  }
  const progress = new Progress({ isTTY, write })
  progress.isSilent = isSilent
  const phase = progress.phase('evaluating', 10, 'points')
  for (let done = 1; done <= 4; done++) {
    vi.advanceTimersByTime(1000)
    phase.update(done)
  }
  phase.end()
  return text
}

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is a line that rewrites itself on a terminal, and whole lines elsewhere', () => {
    expect(written(true, false)).toContain('\r\x1b[Kevaluating [')
    expect(written(false, false)).toMatch(/^evaluating \[[#.]+\] \d\/10 points, \d\.\d s\n$/)
  })

  it('is nothing where nothing is to be said', () => {
    for (const isTTY of [true, false]) expect(written(isTTY, true)).toBe('')
  })
})
