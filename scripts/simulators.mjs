/** The tests run the RTL: they need Verilator, Icarus Verilog, a C++ compiler and make. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fail, run } from './bootstrap.mjs'

const PACKAGE_OF = { verilator: 'verilator', iverilog: 'iverilog', 'g++': 'g++', make: 'make' }

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

/** Installs what is missing when this is root on Debian or Ubuntu; otherwise says how to, and ends the process. */
export function ensureSimulators() {
  const missing = Object.keys(PACKAGE_OF).filter((program) => !onPath(program))
  if (missing.length === 0) return
  const packages = missing.map((program) => PACKAGE_OF[program]).join(' ')
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !onPath('apt-get')) {
    const line = `${isRoot ? '' : 'sudo '}apt-get install -y ${packages}`
    fail(
      onPath('apt-get')
        ? `the tests need ${missing.join(', ')}; install with:\n  ${line}`
        : `the tests need ${missing.join(', ')}; install them with your system's package manager (Debian, Ubuntu: ${line})`,
    )
  }
  console.log(`installing ${packages}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  run('apt-get', ['install', '-y', '-qq', ...packages.split(' ')], { env })
}
