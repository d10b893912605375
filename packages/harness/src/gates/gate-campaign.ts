import fc from 'fast-check'
import { scenarios } from '../arbitrary/scenario.js'
import type { CampaignTally } from '../check/campaign.js'
import type { Failure } from '../check/failure.js'
import type { Mismatch } from '../check/mismatch.js'
import { checkGates } from './check-gates.js'
import type { GateChip } from './gate-chip.js'

/** Executions spent on making a counterexample smaller. */
const SHRINK_LIMIT = 100

/** What random scenarios on one netlist came to. */
export interface GateCampaignResult extends CampaignTally {
  /** The first difference, as small as it got. */
  readonly failure?: Failure
}

/** Options of a campaign on a netlist. */
export interface GateCampaignOptions {
  /** Scenarios; each is one to three programs, legal and broken ones, and a look at all that the bus shows. */
  readonly runs: number
  /** The same seed draws the same scenarios. */
  readonly seed: number
  readonly onScenario?: (tally: CampaignTally) => void
}

/** Runs random scenarios on a gate netlist and on the stepped model, and compares every output port in every cycle. */
export async function runGateCampaign(
  chip: GateChip,
  { runs, seed, onScenario }: GateCampaignOptions,
): Promise<GateCampaignResult> {
  const { config } = chip
  const tally: CampaignTally = { scenarios: 0, programs: 0, cycles: 0 }
  let mismatch: Mismatch | undefined
  let spent = 0
  const property = fc.asyncProperty(scenarios(config), async (scenario) => {
    if (mismatch && ++spent > SHRINK_LIMIT) return true
    const found = await checkGates(config, scenario, [chip])
    if (!mismatch) {
      tally.scenarios++
      tally.programs += scenario.episodes.length
      tally.cycles += found.recording.cycles
      onScenario?.(tally)
    }
    if (found.mismatch) mismatch = found.mismatch
    return found.mismatch === undefined
  })
  const details = await fc.check(property, { numRuns: runs, seed })
  if (!details.failed) return tally
  if (!details.counterexample || !mismatch) throw details.errorInstance
  const [scenario] = details.counterexample
  const path = details.counterexamplePath ?? ''
  return { ...tally, failure: { config, style: 'latch', seed, mismatch, scenario, path } }
}
