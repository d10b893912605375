import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlan, type Plan, type Point, planPoints, Runner } from '@concord/explorer'
import { median } from './median.js'
import { measureThreadScaling } from './thread-scaling.js'

const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** Every chip is another: nothing but the networks is kept from point to point. */
const SPACE = {
  name: 'bench',
  networks: [{ model: MODEL }],
  chip: 'caravel',
  parameters: {
    ...{ rows: [16, 32, 64, 128], lanes: [16, 32, 64, 128], weightDepth: [8, 12, 16, 24, 32] },
    ...{ accDepth: [4, 8, 16, 32], postLanes: [2, 4, 8, 16], actWords: [128, 192, 256, 320, 384, 512] },
    ...{ streamBits: [8, 16, 32], queueDepth: [4, 6, 8, 10, 12, 14, 16, 20, 24], popcountStages: [0, 1, 2] },
  },
}

/** Points of each worker until it is warm: until V8 has compiled what runs, and the young generation has its size. */
const WARM = 100_000

/** How fast whole points are evaluated in closed form: cycles, energy and area; medians. */
export interface ExploreMeasurement {
  /** With two worker threads. */
  readonly pointsPerSecond: number
  /** Rate of two workers by that of one. */
  readonly scaling2: number
  /** The same of loops that share nothing, in the same rounds: what the machine had left for a second thread. */
  readonly threadScaling2: number
  /** Processor time of a point, of all threads; unlike rates it hardly depends on what else runs. */
  readonly cpuMsPerPoint: { readonly one: number; readonly two: number }
  /** Processes that wanted to run when it ended, over a minute. */
  readonly load: number
}

interface Rate {
  readonly perSecond: number
  readonly cpuMs: number
}

/** Measures runs of a plan with one worker and with two, in turn. */
export async function measureExplore(rounds: number): Promise<ExploreMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'concord-bench-'))
  try {
    const file = join(folder, 'space.yaml')
    writeFileSync(file, JSON.stringify(SPACE))
    // Ids do not depend on the folder
    const halves = halvesOf(planPoints(await createPlan(file, join(folder, 'all'))).points)
    const rates: { readonly one: Rate; readonly two: Rate; readonly threads: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const rate = async (jobs: number): Promise<Rate> =>
        measureRate(await createPlan(file, join(folder, `${round}-${jobs}`)), halves, round, jobs)
      rates.push({ one: await rate(1), two: await rate(2), threads: await measureThreadScaling() })
    }
    return {
      pointsPerSecond: median(rates.map(({ two }) => two.perSecond)),
      scaling2: median(rates.map(({ one, two }) => two.perSecond / one.perSecond)),
      threadScaling2: median(rates.map(({ threads }) => threads)),
      cpuMsPerPoint: {
        one: median(rates.map(({ one }) => one.cpuMs)),
        two: median(rates.map(({ two }) => two.cpuMs)),
      },
      load: loadavg()[0],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every other point, and those between, as text: the garbage collector would look through all points again and again. */
function halvesOf(points: readonly Point[]): string[] {
  return [0, 1].map((parity) => JSON.stringify(points.filter((_, i) => i % 2 === parity)))
}

async function measureRate(
  plan: Plan,
  halves: readonly string[],
  round: number,
  jobs: number,
): Promise<Rate> {
  // One half is timed, in some seconds; those to warm up are spread over the other
  const timed: Point[] = JSON.parse(halves[round % 2])
  const warm = spread<Point>(JSON.parse(halves[(round + 1) % 2]), jobs * WARM)
  const runner = new Runner(plan, { jobs, timeoutSeconds: 60, memoryMb: 1024 })
  try {
    await runner.run(warm)
    const [started, cpu] = [performance.now(), process.cpuUsage()]
    await runner.run(timed)
    const { user, system } = process.cpuUsage(cpu)
    return {
      perSecond: (1000 * timed.length) / (performance.now() - started),
      cpuMs: (user + system) / 1000 / timed.length,
    }
  } finally {
    await runner.close()
  }
}

/** So many elements, all equally far from each other. */
function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)])
}
