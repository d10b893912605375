/**
 * `pnpm test:slurm`: a plan on a real Slurm. Starts a cluster of one node (Debian: slurm-wlm, munge) in a folder of its own, submits
 * a plan as a job array, follows it, kills one task on the way, submits what is missing, and compares every row with a run without Slurm.
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const NEEDED = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel']
const CONCORD = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))
const START_SECONDS = 30

const missing = NEEDED.filter((tool) => spawnSync('which', [tool]).status !== 0)
if (missing.length > 0 || process.getuid() !== 0) {
  const why = missing.length > 0 ? `there is no ${missing.join(', ')}` : 'starting the daemons needs root'
  console.log(
    `SKIPPED, not tested on Slurm: ${why} (Debian: apt-get install slurm-wlm munge, then run as root)`,
  )
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'concord-slurm-'))
const env = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') }
const daemons = []
let failed = 0

try {
  await startCluster()
  await testPlan()
} finally {
  for (const daemon of daemons.reverse()) daemon.kill('SIGTERM')
  await Promise.all(
    daemons.map((daemon) => daemon.exitCode ?? new Promise((done) => daemon.once('exit', done))),
  )
  if (failed === 0) rmSync(folder, { recursive: true, force: true })
  else console.log(`logs are in ${folder}`)
}
process.exit(failed === 0 ? 0 : 1)

function check(what, holds) {
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`)
  if (!holds) failed++
}

async function startCluster() {
  chmodSync(folder, 0o755)
  const key = join(folder, 'munge.key')
  writeFileSync(key, randomBytes(1024), { mode: 0o400 })
  const socket = join(folder, 'munge.socket')
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name))
  writeFileSync(
    env.SLURM_CONF,
    `ClusterName=concord
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${socket}
CryptoType=crypto/munge
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
JobAcctGatherType=jobacct_gather/none
SchedulerParameters=sched_interval=1
MpiDefault=none
ReturnToService=2
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${cpus().length} RealMemory=4096 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  )
  start('munged', [
    '--foreground',
    '--force',
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--pid-file=${join(folder, 'munge.pid')}`,
    `--seed-file=${join(folder, 'munge.seed')}`,
    `--log-file=${join(folder, 'munge.log')}`,
  ])
  await setTimeout(1000)
  start('slurmctld', ['-D'])
  start('slurmd', ['-D'])
  for (let second = 0; second < START_SECONDS; second++) {
    await setTimeout(1000)
    const { stdout } = await promisify(execFile)('sinfo', ['--noheader', '--format=%T'], { env }).catch(
      () => ({ stdout: '' }),
    )
    if (stdout.trim() === 'idle') {
      const { stdout: version } = await promisify(execFile)('sbatch', ['--version'], { env })
      console.log(`${version.trim()}, one node, ${cpus().length} processors`)
      return
    }
  }
  failed++
  throw new Error(`the cluster did not start in ${START_SECONDS} s; logs are in ${folder}`)
}

function start(name, args) {
  const daemon = spawn(name, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = join(folder, `${name}.log`)
  for (const stream of [daemon.stdout, daemon.stderr]) stream.on('data', (data) => appendFileSync(log, data))
  daemons.push(daemon)
}

async function testPlan() {
  const space = join(folder, 'space.yaml')
  const parameters = {
    rows: [16, 32, 64],
    lanes: [32, 64],
    weightDepth: [8, 16, 24],
    clockMhz: [50, 75, 100],
  }
  writeFileSync(
    space,
    JSON.stringify({ name: 'cluster', networks: [{ model: MODEL }], chip: 'edge', parameters }),
  )
  const [out, alone] = [join(folder, 'out'), join(folder, 'alone')]
  await concord(['explore', 'plan', space, '-o', out])
  const submit = ['explore', 'submit', out, '--tasks', '3', '--cpus', '1', '--memory', '512']

  const first = concord(submit)
  spawnSync('scancel', [`${await runningJob()}_0`], { env })
  check('a cancelled task does not stop the others', (await first).code === 0)
  const second = await concord(submit)
  check('submitting again does what is missing', second.stdout.includes('all points have results'))

  await concord(['explore', 'merge', out])
  await concord(['explore', space, '-o', alone])
  const rows = (path) => readFileSync(join(path, 'results.jsonl'), 'utf8')
  check(
    `${rows(out).trim().split('\n').length} rows equal those of a run without Slurm`,
    rows(out) === rows(alone),
  )
}

async function runningJob() {
  for (let second = 0; second < START_SECONDS; second++) {
    await setTimeout(500)
    const { stdout } = await promisify(execFile)(
      'squeue',
      ['--noheader', '--states=RUNNING', '--format=%A %F'],
      { env },
    )
    const [line] = stdout.trim().split('\n')
    if (line !== '') return line.trim().split(/\s+/)[1]
  }
  throw new Error('no task runs')
}

function concord(args) {
  return promisify(execFile)(process.execPath, [CONCORD, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error) => {
      console.log(`concord ${args.join(' ')}: ${error.stderr}`)
      return { code: error.code, stdout: error.stdout }
    },
  )
}
