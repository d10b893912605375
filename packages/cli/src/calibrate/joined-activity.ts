import type { NetActivity } from '@concord/estimator'

/** What nets did in several recordings of one netlist, one after another. */
export function joinedActivity(parts: readonly NetActivity[]): NetActivity {
  const [first, ...more] = parts
  if (more.length === 0) return first
  const cycles = parts.reduce((sum, part) => sum + part.cycles, 0)
  return {
    cycles,
    toggles: first.toggles.map((_, net) => parts.reduce((sum, { toggles }) => sum + toggles[net], 0)),
    high: first.high.map((_, net) =>
      parts.reduce((sum, { cycles: own, high }) => sum + (high[net] * own) / cycles, 0),
    ),
  }
}
