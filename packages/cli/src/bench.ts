import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureFast, measureHarness } from '@concord/harness'
import { measureKernel } from '@concord/sim'
import { execa } from 'execa'
import { BENCH_CHIP, benchProgram } from './bench/bench-program.js'
import { measureClosedForm } from './bench/closed-form.js'
import { measureEstimates } from './bench/estimates.js'
import { measureExplore } from './bench/explore.js'
import { compareWithFloat } from './bench/float-comparison.js'
import { describeMachine } from './bench/machine.js'
import { measureScheduleCosts } from './bench/schedule-costs.js'
import { formatNumber, formatSignificant } from './session/numbers.js'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'
import { formatPairs } from './session/text-table.js'

const HELP = `Measures Concord on this machine: ratios from one run, medians of several rounds.
  --json FILE   write the figures
  --rounds N    rounds of each measurement (7)`

const { values } = parseArgs({
  // pnpm hands a separating "--" on
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    help: { type: 'boolean', default: false },
  },
})

/** Measures everything that design budgets are stated for. */
async function bench(session: Session): Promise<void> {
  const rounds = Math.max(1, Number(values.rounds) || 1)
  if (values.json !== undefined) session.outputs.claim(values.json)
  const machine = await describeMachine()
  const { stream, batch } = await benchProgram()
  session.progress.phase('measuring the fast path against Verilator')
  const fast = await measureFast(BENCH_CHIP, stream, { rounds })
  session.progress.phase('measuring the harness against a bare C++ loop')
  const harness = await measureHarness(BENCH_CHIP, stream, { rounds })
  session.progress.phase('measuring closed-form cycle counts')
  await session.breathe()
  const closedForm = await measureClosedForm(rounds)
  session.progress.phase('measuring estimates')
  await session.breathe()
  const estimates = measureEstimates(rounds)
  session.progress.phase('measuring exploration')
  const explore = await measureExplore(Math.min(rounds, 3))
  session.progress.phase('measuring schedules of CNV')
  await session.breathe()
  const scheduleCosts = measureScheduleCosts(rounds)
  session.progress.phase('measuring the XNOR-popcount kernel')
  await session.breathe()
  const kernel = measureKernel(rounds)
  session.progress.phase('measuring images a second against onnxruntime')
  await session.breathe()
  const networks = await compareWithFloat(BENCH_CHIP, Math.min(rounds, 3))
  session.progress.phase('measuring memory')
  const peakRssMiB = await measurePeakMemory()
  const result = {
    fastVsVerilator: fast.fastVsVerilator,
    closedFormPerSecond: closedForm.evaluationsPerSecond,
    estimatesPerSecond: estimates.estimatesPerSecond,
    harnessVsBare: harness.harnessVsBare,
    explorePointsPerSecond: explore.pointsPerSecond,
    exploreScaling2: explore.scaling2,
    scheduleCostsPerSecond: scheduleCosts.gridPerSecond,
    kernelVsLimit: kernel.directVsLimit,
    peakRssMiB,
    rounds,
    details: { batch, fast, harness, closedForm, estimates, explore, scheduleCosts, kernel, networks },
    machine,
  }
  const mega = (rate: number) => `${formatSignificant(rate / 1e6)} M`
  session.print(
    formatPairs([
      ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.date}`],
      [
        'tools',
        Object.entries(machine.tools)
          .map(([tool, version]) => `${tool}: ${version}`)
          .join('; '),
      ],
      [
        'fastVsVerilator',
        `${formatSignificant(result.fastVsVerilator)} ×  (${mega(fast.cycles / fast.fastSecondsPerRun)} and ${mega(fast.cycles / fast.verilatorSecondsPerRun)} cycles/s: MNIST MLP on caravel, Verilator -O3, one thread each)`,
      ],
      [
        'closedFormPerSecond',
        `${formatNumber(result.closedFormPerSecond)}  (MNIST MLP on caravel, batch of 1, ${formatNumber(closedForm.instructions)} instructions; ${formatNumber(closedForm.preparationsPerSecond)} with taking it apart)`,
      ],
      [
        'estimatesPerSecond',
        `${formatNumber(result.estimatesPerSecond)}  (area and energy of a chip that was never estimated; ${formatNumber(estimates.knownPerSecond)} of one that was)`,
      ],
      [
        'harnessVsBare',
        `${formatSignificant(result.harnessVsBare)} ×  (${mega(harness.harnessCyclesPerSecond)} and ${mega(harness.bareCyclesPerSecond)} cycles/s, every port given and compared in every cycle)`,
      ],
      [
        'explorePointsPerSecond',
        `${formatNumber(result.explorePointsPerSecond)}  (two workers, MNIST MLP, chips that all differ: cycles, energy and area)`,
      ],
      [
        'scheduleCostsPerSecond',
        `${formatNumber(scheduleCosts.gridPerSecond)}  (CNV, one input, exact, a second of one core: chips of a grid; ${formatNumber(scheduleCosts.freshPerSecond)} where each cuts the layers differently; ${formatNumber(scheduleCosts.gridPointsPerSecond)} of the grid with energy and area)`,
      ],
      [
        'exploreScaling2',
        `${formatSignificant(result.exploreScaling2)} ×  (two workers by one; loops that share nothing: ${formatSignificant(explore.threadScaling2)} ×; processor time of a point ${formatSignificant(explore.cpuMsPerPoint.two)} by ${formatSignificant(explore.cpuMsPerPoint.one)} ms; load ${formatSignificant(explore.load)})`,
      ],
      [
        'kernelVsLimit',
        `${formatSignificant(result.kernelVsLimit)} ×  (limit ${formatSignificant(kernel.limitBitsPerSecond / 1e9)} G XNOR/s; ${formatSignificant(kernel.tableVsLimit)} × with tables)`,
      ],
      ...networks.map(
        ({ name, batch, fastImagesPerSecond, floatImagesPerSecond, equal }): [string, string] => [
          `imagesPerSecond ${name}`,
          `${formatSignificant(fastImagesPerSecond)}  (batch of ${batch}, random weights, fast path on caravel; ${
            floatImagesPerSecond === undefined
              ? 'onnxruntime not measured'
              : `${formatSignificant(floatImagesPerSecond)} by onnxruntime in float on one thread, sums ${equal ? 'equal' : 'NOT equal'}`
          })`,
        ],
      ),
      ['peakRssMiB', `${formatNumber(peakRssMiB)} MiB  (10,000 images, whole process)`],
    ]),
  )
  if (values.json !== undefined) session.outputs.write(values.json, `${JSON.stringify(result, null, 2)}\n`)
  session.outputs.commit()
}

/** Most memory a process of its own has in use for 10,000 images. */
async function measurePeakMemory(): Promise<number> {
  const child = fileURLToPath(new URL('./bench/memory-child.js', import.meta.url))
  const { stdout } = await execa(process.execPath, [child])
  return JSON.parse(stdout).peakRssMiB
}

if (values.help) console.log(HELP)
else process.exit(await runSession(bench))
