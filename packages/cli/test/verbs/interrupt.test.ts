import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { descendants } from '../../src/session/descendants.js'
import { concord, MODEL } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const folder = useFolder()
const list = () => readdirSync(dirname(folder.path('x')))

/** Waits for something that comes soon. */
async function until(holds: () => boolean): Promise<void> {
  for (const start = Date.now(); !holds(); await sleep(20)) {
    if (Date.now() - start > 60_000) throw new Error('it did not happen')
  }
}

describe('Ctrl-C', () => {
  it('ends a run at once, without a trace of it', async () => {
    const outputs = [
      '--json',
      folder.path('out.json'),
      '--report',
      folder.path('out.html'),
      '--trace',
      folder.path('out.vcd'),
    ]
    const run = concord(['run', MODEL, '--chip', 'nano', '--data', 'mnist', '--engine', 'step', ...outputs])
    // The waveform is written while the first execution runs
    await until(() => list().some((name) => name.startsWith('.out.vcd')) && list().length === 3)
    await sleep(500)
    run.kill('SIGINT')
    const { exitCode, stdout, stderr } = await run
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
    expect(stderr).toContain('interrupted')
    expect(list()).toEqual([])
  })

  it.skipIf(!existsSync('/proc'))('ends the compilers that were started', async () => {
    const env = { CONCORD_CACHE: folder.path('cache') }
    const args = ['run', MODEL, '--chip', 'nano', '--data', 'mnist', '--limit', '1', '--engine', 'verilator']
    const run = concord([...args, '--json', folder.path('out.json')], { env })
    let children: number[] = []
    await until(() => {
      children = descendants(run.pid!)
      return (
        existsSync(folder.path('cache')) &&
        readdirSync(folder.path('cache')).length > 0 &&
        children.length > 0
      )
    })
    run.kill('SIGINT')
    expect((await run).exitCode).toBe(130)
    await until(() => children.every((pid) => !existsSync(`/proc/${pid}`)))
    expect(list()).toEqual(['cache'])
    expect(readdirSync(folder.path('cache'))).toEqual([])
  })
})
