/** `pnpm test:deep`: random programs, then random networks and gate netlists, as long as one likes. Options are those of the harness. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { argv, env, execPath, exit } from 'node:process'
import { root } from './bootstrap.mjs'

const options = argv.slice(2).filter((argument) => argument !== '--')
const programs = spawnSync(execPath, [join(root, 'packages', 'harness', 'dist', 'deep.js'), ...options], {
  stdio: 'inherit',
})
if (options.includes('--help')) exit(programs.status ?? 1)

const seed = options[options.indexOf('--seed') + 1]
const networks = spawnSync(
  'npx',
  ['vitest', 'run', 'test/run/network-lock-step.test.ts', 'test/engines/gates.test.ts'],
  {
    cwd: join(root, 'packages', 'cli'),
    stdio: 'inherit',
    env: { ...env, CONCORD_DEEP: '1', ...(options.includes('--seed') && { CONCORD_SEED: seed }) },
  },
)
exit(programs.status === 0 && networks.status === 0 ? 0 : 1)
