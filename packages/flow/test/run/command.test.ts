import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { knownVariables } from '../../src/index.js'
import { runCommand, shellCommand } from '../../src/run/command.js'
import { findLibreLane } from '../../src/run/find-librelane.js'

const { librelane: version } = knownVariables()
const inside = ['--pdk', 'sky130A', '--scl', 'sky130_fd_sc_hd', '--run-tag', 'one']
const views = ['--save-views-to', 'views', '--hide-progress-bar', 'config.json']

let bin: string

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'concord-bin-'))
  vi.stubEnv('PATH', bin)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(bin, { recursive: true, force: true })
})

function install(name: string, lines: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`)
  chmodSync(join(bin, name), 0o755)
}

describe('findLibreLane', () => {
  it('finds none where there is nothing', async () => {
    expect(await findLibreLane(false)).toBeUndefined()
    expect(await findLibreLane(true)).toBeUndefined()
  })

  it('takes the PATH before Python before Nix before an image', async () => {
    install('podman', `[ "$3" = ghcr.io/librelane/librelane:${version} ]`)
    expect(await findLibreLane(false)).toMatchObject({ kind: 'container', command: ['podman'] })
    install('nix', 'exit 0')
    expect(await findLibreLane(false)).toMatchObject({ kind: 'nix', version })
    install('python3', '[ "$2" = librelane ] && echo "LibreLane v3.1.0"')
    expect(await findLibreLane(false)).toMatchObject({ kind: 'python', version: '3.1.0' })
    install('librelane', 'echo "LibreLane v3.2.0"')
    expect(await findLibreLane(false)).toMatchObject({ kind: 'path', version: '3.2.0' })
  })

  it('another image is none', async () => {
    install('docker', '[ "$3" = mine:1 ]')
    expect(await findLibreLane(false)).toBeUndefined()
    vi.stubEnv('LIBRELANE_IMAGE_OVERRIDE', 'mine:1')
    expect(await findLibreLane(false)).toMatchObject({ kind: 'container', command: ['docker'] })
  })
})

describe('runCommand', () => {
  const request = { folder: '/designs/nano', tag: 'one' }

  it('puts --dockerized before everything else', () => {
    const path = { kind: 'path', version, command: ['librelane'], dockerized: true } as const
    expect(runCommand(request, path)).toEqual(['librelane', '--dockerized', ...inside, ...views])
  })

  it('mounts what a container has to see, and names it', () => {
    const pdkRoot = join(bin, 'pdk')
    const container = { kind: 'container', version, command: ['docker'], dockerized: false } as const
    expect(runCommand({ ...request, pdkRoot, to: 'Magic.DRC' }, container)).toEqual([
      ...['docker', 'run', '--rm', '--name', 'concord-harden-one', '--volume', '/designs/nano:/designs/nano'],
      ...['--volume', `${pdkRoot}:${pdkRoot}`, '--workdir', '/designs/nano'],
      ...[`ghcr.io/librelane/librelane:${version}`, 'librelane', '--pdk-root', pdkRoot, '--manual-pdk'],
      ...[...inside, '--to', 'Magic.DRC', ...views],
    ])
  })

  it('lets ciel manage its own folders, and quotes for the shell', () => {
    const pdkRoot = join(bin, 'my pdks')
    mkdirSync(join(pdkRoot, 'ciel'), { recursive: true })
    expect(shellCommand({ ...request, pdkRoot })).toBe(
      `cd /designs/nano && librelane --pdk-root '${pdkRoot}' ${[...inside, ...views].join(' ')}`,
    )
  })
})
