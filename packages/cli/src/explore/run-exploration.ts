import {
  collect,
  confirmingPoints,
  evolve,
  type Plan,
  type Point,
  type RowTable,
  Runner,
  RunningFront,
  readPoints,
  writePlan,
} from '@concord/explorer'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'

/** How points are evaluated. */
export interface ExploreOptions {
  readonly jobs: number
  readonly timeout: number
  readonly memory: number
}

/** The front is looked at this often. */
const FRONT_MS = 2000

/** Evaluates the points of a plan, showing progress; gives the plan's rows. */
export async function runPoints(
  plan: Plan,
  points: readonly Point[],
  options: ExploreOptions,
  session: Session,
): Promise<RowTable> {
  const runner = openRunner(plan, (rows) => points.filter(({ id }) => !rows.has(id)).length, options, session)
  try {
    await runner.run(points)
    return runner.rows
  } finally {
    await runner.close()
  }
}

/** Searches a space by evolution, showing progress; gives the points that were evaluated. */
export async function runEvolution(plan: Plan, options: ExploreOptions, session: Session): Promise<Point[]> {
  const runner = openRunner(plan, () => plan.space.search.points, options, session)
  try {
    return await evolve(plan, async (points) => {
      await runner.run(points)
      return points.map(({ id }) => runner.rows.get(id)!)
    })
  } finally {
    await runner.close()
  }
}

/** Adds the front to the plan in the dearer fidelity that the space names, and evaluates it. */
export async function confirmFront(plan: Plan, options: ExploreOptions, session: Session): Promise<void> {
  const points = readPoints(plan).filter(({ fidelity }) => fidelity === plan.space.fidelity)
  const confirming = confirmingPoints(plan, collect(plan).front)
  writePlan(plan, [...points, ...confirming], plan.header.leftOut)
  await runPoints(plan, confirming, options, session)
}

/** Progress counts the points of this run: those with rows from before are neither done here nor left. */
function openRunner(
  plan: Plan,
  totalWith: (rows: RowTable) => number,
  { jobs, timeout, memory }: ExploreOptions,
  session: Session,
) {
  const label = `exploring ${plan.space.name}`
  const front = new RunningFront(plan.space)
  let looked = Date.now()
  const started = Date.now()
  const runner: Runner = new Runner(plan, {
    ...{ jobs, timeoutSeconds: timeout, memoryMb: memory, signal: session.signal },
    onProgress: (rows) => {
      const now = Date.now()
      const done = rows.size - before
      if (now - looked >= FRONT_MS) {
        looked = now
        const rate = (1000 * done) / Math.max(1, now - started)
        const left = done > 0 ? `, ${formatNumber(Math.max(0, total - done) / rate)} s left` : ''
        phase.end()
        phase = session.progress.phase(
          `${label}, ${formatRate(rate)}${left}, front of ${formatNumber(front.sizeOf(rows))}`,
          total,
          'points',
        )
      }
      phase.update(Math.min(done, total))
    },
  })
  const before = runner.rows.size
  const total = totalWith(runner.rows)
  let phase = session.progress.phase(label, total, 'points')
  return runner
}

/** Dear points take many seconds each. */
function formatRate(pointsPerSecond: number): string {
  if (pointsPerSecond >= 1 || pointsPerSecond === 0) return `${formatNumber(pointsPerSecond)} points/s`
  return `${formatNumber(1 / pointsPerSecond)} s a point`
}
