import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { concord } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const folder = useFolder()

/** Puts an executable `librelane` of a few lines of shell on the PATH. */
function fake(lines: string): Record<string, string> {
  const path = folder.path('librelane')
  const version = 'if [ "$1" = --version ]; then echo "LibreLane v3.0.17"; exit 0; fi'
  const tag = 'while [ "$1" != --run-tag ]; do shift; done; run="runs/$2"'
  writeFileSync(path, ['#!/bin/sh', version, tag, 'mkdir -p "$run/06-yosys-synthesis"', lines, ''].join('\n'))
  chmodSync(path, 0o755)
  return { PATH: `${folder.path('.')}${delimiter}${process.env.PATH}` }
}

const DONE = [
  'echo "00:00:02.000" > "$run/06-yosys-synthesis/runtime.txt"',
  `echo '{"nl": "x", "metrics": {"design__instance__area": 1234.5}}' > "$run/06-yosys-synthesis/state_out.json"`,
].join('\n')

const harden = (env: Record<string, string>, more: readonly string[] = []) => {
  const out = ['--out', folder.path('nano'), '--json', folder.path('out.json'), ...more]
  return concord(['harden', 'nano', ...out], { env })
}

const json = () => JSON.parse(readFileSync(folder.path('out.json'), 'utf8'))

describe('concord harden', () => {
  it('shows the steps and the figures', async () => {
    const final = `mkdir -p "$run/final/nl"; echo '{"design__instance__area": 1234.5, "design__lint_error__count": 0}' > "$run/final/metrics.json"`
    const { exitCode, stdout } = await harden(fake(`${DONE}\n${final}`))
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ 6 Yosys\.Synthesis +2\.0 s$/m)
    expect(stdout).toMatch(/^cells +1,235 µm²$/m)
    expect(json()).toMatchObject({ status: 'done', run: { figures: { cellAreaUm2: 1234.5 }, views: ['nl'] } })
  })

  it('a failing step is an error, with its words, and a result', async () => {
    const failing =
      'mkdir "$run/07-openroad-floorplan"; echo "[ERROR] no site" > "$run/07-openroad-floorplan/x.log"; exit 2'
    const { exitCode, stderr } = await harden(fake(`${DONE}\n${failing}`))
    expect(exitCode).toBe(1)
    expect(stderr).toContain('A step of LibreLane failed')
    expect(stderr).toContain('OpenROAD.Floorplan')
    expect(stderr).toContain('[ERROR] no site')
    expect(json()).toMatchObject({ status: 'failed', run: { figures: { cellAreaUm2: 1234.5 } } })
  })

  it('--prepare writes the folder and says how to run it', async () => {
    const { exitCode, stdout } = await harden({}, ['--prepare', '--to', 'Yosys.Synthesis'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`cd ${folder.path('nano')} && librelane`)
    expect(existsSync(folder.path('nano/config.json'))).toBe(true)
    expect(json()).toMatchObject({ status: 'prepared' })
  })

  it('Ctrl-C ends LibreLane', async () => {
    const run = harden(fake('echo $$ > pid; exec sleep 60'))
    const pidFile = folder.path('nano/pid')
    for (
      const start = Date.now();
      !existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '';
      await sleep(20)
    ) {
      if (Date.now() - start > 60_000) throw new Error('LibreLane was not started')
    }
    const pid = readFileSync(pidFile, 'utf8').trim()
    run.kill('SIGINT')
    const { exitCode, stderr } = await run
    expect(exitCode).toBe(130)
    expect(stderr).toContain('keeps the steps that ended')
    for (const start = Date.now(); existsSync(`/proc/${pid}`); await sleep(20)) {
      if (Date.now() - start > 10_000) throw new Error('LibreLane goes on')
    }
    expect(existsSync(folder.path('out.json'))).toBe(false)
  })

  it('names the steps there are', async () => {
    const { exitCode, stderr } = await harden({}, ['--to', 'Yosys.Synthesise'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('no such step')
  })
})
