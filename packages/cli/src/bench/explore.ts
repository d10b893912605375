import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlan, type Plan, type Point, planPoints, Runner } from '@concord/explorer'
import { median } from './median.js'

const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** Every chip is another: nothing but the networks is kept from point to point. */
const SPACE = {
  name: 'bench',
  networks: [{ model: MODEL }],
  chip: 'caravel',
  parameters: {
    ...{ rows: [16, 32, 64, 128], lanes: [16, 32, 64, 128], weightDepth: [8, 12, 16, 24, 32] },
    ...{ postLanes: [2, 4, 8, 16], actWords: [128, 256, 512], streamBits: [8, 16], accDepth: [4, 8, 16, 32] },
  },
}

/** Points until the workers are warm, and those that are timed. */
const WARM = 1000
const TIMED = 2000

/** How fast whole points are evaluated in closed form: cycles, energy and area; medians. */
export interface ExploreMeasurement {
  /** With two worker threads. */
  readonly pointsPerSecond: number
  /** Rate of two workers by that of one. */
  readonly scaling2: number
}

/** Measures runs of a plan with one worker and with two, in turn. */
export async function measureExplore(rounds: number): Promise<ExploreMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'concord-bench-'))
  try {
    const file = join(folder, 'space.yaml')
    writeFileSync(file, JSON.stringify(SPACE))
    const rates: { readonly one: number; readonly two: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const rate = (jobs: number) => measureRate(file, join(folder, `${round}-${jobs}`), round, jobs)
      rates.push({ one: await rate(1), two: await rate(2) })
    }
    return {
      pointsPerSecond: median(rates.map(({ two }) => two)),
      scaling2: median(rates.map(({ one, two }) => two / one)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureRate(file: string, folder: string, round: number, jobs: number): Promise<number> {
  const plan: Plan = await createPlan(file, folder)
  const { points } = planPoints(plan)
  // Spread over the space, others in each round
  const step = Math.floor(points.length / (WARM + TIMED))
  const chosen: Point[] = Array.from({ length: WARM + TIMED }, (_, i) => points[i * step + (round % step)])
  const runner = new Runner(plan, { jobs, timeoutSeconds: 60, memoryMb: 1024 })
  try {
    await runner.run(chosen.slice(0, WARM))
    const started = performance.now()
    await runner.run(chosen.slice(WARM))
    return (1000 * TIMED) / (performance.now() - started)
  } finally {
    await runner.close()
  }
}
