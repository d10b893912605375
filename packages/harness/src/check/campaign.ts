import { type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import fc from 'fast-check'
import { chips } from '../arbitrary/chip.js'
import { scenarios } from '../arbitrary/scenario.js'
import type { RtlStyle } from '../build/rtl-sources.js'
import { openRtl, type RtlChip, type RtlEngine } from '../rtl/rtl-chip.js'
import { checkScenario } from './check-scenario.js'
import { describeFailure, type Failure, type KeepPlaces, keepFailure } from './failure.js'
import type { Mismatch } from './mismatch.js'

export interface CampaignOptions extends KeepPlaces {
  /** Structurally different chips. */
  readonly chips: readonly ChipConfig[]
  /** Scenarios over all chips together. */
  readonly runs: number
  readonly seed: number
  readonly engines: readonly RtlEngine[]
  readonly style?: RtlStyle
  /** Chips at work at the same time. 1 when left out. */
  readonly jobs?: number
  /** Make counterexamples smaller, write regression files and waveforms; true when left out. */
  readonly keep?: boolean
  readonly onChip?: (done: number, config: ChipConfig, tally: CampaignTally) => void
}

export interface CampaignTally {
  scenarios: number
  programs: number
  /** Cycles of the stepped model that every RTL engine was compared with in every port. */
  cycles: number
}

export interface CampaignResult extends CampaignTally {
  readonly chips: number
  readonly failures: readonly Failure[]
}

/** Executions spent on making one counterexample smaller. */
const SHRINK_LIMIT = 300

/** Draws chips that all differ in structure; the same for the same seed. */
export function drawChips(count: number, seed: number): ChipConfig[] {
  const drawn = new Map<string, ChipConfig>()
  for (const config of fc.sample(chips(), { numRuns: 4 * count + 20, seed })) {
    const structure = JSON.stringify(STRUCTURAL_FIELDS.map((field) => config[field]))
    if (drawn.size < count && !drawn.has(structure))
      drawn.set(structure, { ...config, name: `random-${drawn.size}` })
  }
  return [...drawn.values()]
}

/** Runs random scenarios on all chips and compares all models; shrinks, keeps and reports what fails. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const tally: CampaignTally = { scenarios: 0, programs: 0, cycles: 0 }
  const failures: Failure[] = []
  const waiting = options.chips.map((config, index) => ({ config, index }))
  let done = 0
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const failure = await runChip(options, next.config, next.index, tally)
      if (failure) failures.push(failure)
      options.onChip?.(++done, next.config, tally)
    }
  }
  await Promise.all(Array.from({ length: options.jobs ?? 1 }, worker))
  return { ...tally, chips: options.chips.length, failures }
}

async function runChip(
  options: CampaignOptions,
  config: ChipConfig,
  index: number,
  tally: CampaignTally,
): Promise<Failure | undefined> {
  const { engines, style = 'generic', runs, chips: all, rtlDirectory } = options
  const share = Math.floor(runs / all.length) + (index < runs % all.length ? 1 : 0)
  const rtls: RtlChip[] = []
  try {
    for (const engine of engines) {
      rtls.push(await openRtl(config, { engine, style, ...(rtlDirectory ? { rtlDirectory } : {}) }))
    }
    let mismatch: Mismatch | undefined
    let spent = 0
    // Latches start as zeros: nothing but the chip itself can write them.
    const programs = scenarios(config).map((scenario) =>
      style === 'latch' ? { ...scenario, memorySeed: 0 } : scenario,
    )
    const property = fc.asyncProperty(programs, async (scenario) => {
      if (mismatch && ++spent > SHRINK_LIMIT) return true
      const found = await checkScenario(config, scenario, rtls)
      if (!mismatch) {
        tally.scenarios++
        tally.programs += scenario.episodes.length
        tally.cycles += found.recording.cycles
      }
      if (found.mismatch) mismatch = found.mismatch
      return found.mismatch === undefined
    })
    const seed = (options.seed + 7919 * index) | 0
    const details = await fc.check(property, { numRuns: share, seed, endOnFailure: options.keep === false })
    if (!details.failed) return undefined
    if (!details.counterexample || !mismatch) throw details.errorInstance
    const failure: Failure = {
      ...{ config, style, seed, mismatch },
      scenario: details.counterexample[0],
      path: details.counterexamplePath ?? '',
    }
    return options.keep === false
      ? failure
      : await keepFailure(await withFewerEpisodes(failure, rtls), options)
  } finally {
    await Promise.all(rtls.map((rtl) => rtl.close()))
  }
}

/** Leaves out the episodes that the mismatch does not need; fast-check keeps their number. */
async function withFewerEpisodes(failure: Failure, rtls: readonly RtlChip[]): Promise<Failure> {
  const { config, scenario } = failure
  const { episodes } = scenario
  const fewer = [...episodes.map((episode) => [episode]), ...episodes.map((_, i) => episodes.toSpliced(i, 1))]
  for (const candidate of fewer.filter(({ length }) => length < episodes.length)) {
    const smaller = { ...scenario, episodes: candidate }
    const { mismatch } = await checkScenario(config, smaller, rtls)
    if (mismatch) return { ...failure, scenario: smaller, mismatch }
  }
  return failure
}

/** One paragraph for all of a campaign. */
export function describeCampaign({
  chips: count,
  scenarios: runs,
  programs,
  cycles,
  failures,
}: CampaignResult): string {
  const counts = `chips ${count}  scenarios ${runs}  programs ${programs}  cycles compared ${cycles}`
  return [...failures.map(describeFailure), `${counts}  mismatches ${failures.length}`].join('\n')
}
