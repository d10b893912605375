import {
  collect,
  confirmingPoints,
  costsOf,
  evolve,
  type Plan,
  type Point,
  paretoFront,
  type Row,
  Runner,
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

/** Evaluates the points of a plan, showing progress. */
export async function runPoints(
  plan: Plan,
  points: readonly Point[],
  options: ExploreOptions,
  session: Session,
): Promise<readonly Row[]> {
  const runner = openRunner(plan, points.length, options, session)
  try {
    return await runner.run(points)
  } finally {
    await runner.close()
  }
}

/** Searches a space by evolution, showing progress; gives the points that were evaluated. */
export async function runEvolution(plan: Plan, options: ExploreOptions, session: Session): Promise<Point[]> {
  const runner = openRunner(plan, plan.space.search.points, options, session)
  try {
    return await evolve(plan, (points) => runner.run(points))
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

function openRunner(plan: Plan, total: number, { jobs, timeout, memory }: ExploreOptions, session: Session) {
  const label = `exploring ${plan.space.name}`
  let phase = session.progress.phase(label, total, 'points')
  let looked = Date.now()
  const started = Date.now()
  const runner: Runner = new Runner(plan, {
    ...{ jobs, timeoutSeconds: timeout, memoryMb: memory, signal: session.signal },
    onProgress: (rows) => {
      const now = Date.now()
      if (now - looked >= FRONT_MS) {
        looked = now
        const rate = (1000 * (rows.size - before)) / Math.max(1, now - started)
        const left = rate > 0 ? `, ${formatNumber(Math.max(0, total - rows.size) / rate)} s left` : ''
        const front = paretoFront(
          [...rows.values()]
            .filter(({ fidelity }) => fidelity === plan.space.fidelity)
            .map((row) => costsOf(plan.space, row)),
        ).length
        phase.end()
        phase = session.progress.phase(
          `${label}, ${formatNumber(rate)} points/s${left}, front of ${formatNumber(front)}`,
          total,
          'points',
        )
      }
      phase.update(Math.min(rows.size, total))
    },
  })
  const before = runner.rows.size
  return runner
}
