/**
 * Set-up for a fresh machine: a pinned pnpm through npx (no global install, no corepack), the locked dependencies, the build.
 * Plain JavaScript without dependencies, because nothing is installed yet when it runs.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Runs a command from the repository's root with its output shown; ends the process when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    ...options,
  })
  if (result.error) fail(`cannot run ${command}: ${result.error.message}`)
  if (result.signal) process.exit(130)
  if (result.status !== 0 && !options.allowFailure) process.exit(result.status ?? 1)
  return result
}

/** Runs a workspace script or binary with the pinned pnpm. npx puts that pnpm on the PATH, where turbo looks for it. */
export function pnpm(args, options) {
  return run('npx', ['--yes', packageManager, ...args], options)
}

export function fail(message) {
  console.error(`concord: ${message}`)
  process.exit(1)
}

function checkNode() {
  const needed = engines.node
    .match(/(\d+)\.(\d+)/)
    .slice(1)
    .map(Number)
  const found = process.versions.node.split('.').map(Number)
  if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
    fail(`Node ${engines.node} is needed, this is ${process.versions.node}`)
  }
}

/** pnpm keeps a copy of the lockfile it installed from; when it is the same, nothing has to be done. */
function installed() {
  const copy = join(root, 'node_modules', '.pnpm', 'lock.yaml')
  return existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
}

/** Checks Node, installs the locked dependencies unless they are, builds every package. */
export function bootstrap() {
  checkNode()
  if (!installed()) pnpm(['install', '--frozen-lockfile'])
  pnpm([
    'exec',
    'turbo',
    'run',
    'build',
    '--concurrency=2',
    '--output-logs=errors-only',
    '--log-order=grouped',
  ])
}
