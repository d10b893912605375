import { WIDE_BANK_ID } from '@concord/arch'
import type { LayerTiles } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { LayerWork } from './layer-work.js'
import type { Run, TilePart } from './operation.js'
import { packBanks, withBank } from './operation-tape.js'
import type { WideViews } from './scale-registers.js'
import type { ShapeChip } from './shape-chip.js'
import type { Step } from './steps.js'
import { cutStrips, type Strip } from './strip.js'
import type { View } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** Some row groups of a layer for a block of results. */
export interface RunCall {
  readonly config: ShapeChip
  readonly plan: LayerPlan
  readonly tiles: LayerTiles
  /** Without gaps. */
  readonly rowGroups: readonly number[]
  readonly block: Strip
  readonly from: View
  /** Codes; undefined when the result is wide only. */
  readonly to: View | undefined
  readonly wide: WideViews
  /** Of the layer's pad words, which taps outside the map read. */
  readonly padAddress: number | undefined
  /** The pass has layers with pad words. */
  readonly hasPads: boolean
}

/** What a pass carries on from one call to the next. */
export interface RunState {
  readonly weights: WeightBanks
  /** Steps that ran from the first to the last the last time. */
  readonly forwards: Set<readonly Step[]>
}

/** What takes the operations of a call. */
export interface RunSink {
  loadWeights(weightBank: number, parts: readonly TilePart[]): void
  /** @param banks - packed */
  run(banks: number, run: Run): void
}

/** Packed: each weight bank, then both. */
const WEIGHTS = [...WeightBanks.ids.map((id) => packBanks(id)), packBanks(...WeightBanks.ids)]
const BOTH = WeightBanks.ids.length

/** Tells the RUNs of a call, and the loads that they need: row group by row group, strip by strip, step by step. */
export function tellRuns(call: RunCall, { weights, forwards }: RunState, sink: RunSink): void {
  const { config, plan, tiles, rowGroups, block, from, to, wide, padAddress, hasPads } = call
  const works = new LayerWork(plan, from.region, padAddress !== undefined)
  // Those of a RUN with either weight bank, or both, that saves its sums, and of one that does not
  const savedBanks = WEIGHTS.map((banks) => withBank(banks, from.bank))
  const isWide = plan.plane.scale !== undefined && from.bank !== WIDE_BANK_ID
  const lastBanks = savedBanks.map((banks) => {
    const results = to === undefined ? banks : withBank(banks, to.bank)
    return isWide ? withBank(results, WIDE_BANK_ID) : results
  })
  const strips: Record<'whole' | 'partial', Strip[] | undefined> = { whole: undefined, partial: undefined }
  for (const rowGroup of rowGroups) {
    const { steps, turns } = plan.rowGroups[rowGroup].stepPlan
    const part = steps.length > 1 ? 'partial' : 'whole'
    strips[part] ??= cutStrips(config, plan, block, part === 'partial')
    for (const strip of strips[part]) {
      const backwards = turns && forwards.delete(steps)
      if (turns && !backwards) forwards.add(steps)
      for (let index = 0; index < steps.length; index++) {
        const at = backwards ? steps.length - 1 - index : index
        const step = steps[at]
        const place = tiles[rowGroup][step.tile]
        const empty = place.words + place.slots === 0
        const { parts, upperParts } = place.fill
        if (!empty && weights.use(place.fill)) {
          sink.loadWeights(weights.last, parts)
          if (upperParts !== undefined) sink.loadWeights(1 - weights.last, upperParts)
        }
        const weightBank = weights.last
        const both = upperParts !== undefined
        const banks = both ? BOTH : weightBank
        const save = index < steps.length - 1
        const load = index > 0
        const work = works.of(rowGroup, at, strip, load, save)
        // one literal: a search makes millions
        sink.run(save ? savedBanks[banks] : lastBanks[banks], {
          op: 'run',
          engine: 'compute',
          plan,
          place,
          step,
          strip,
          from,
          to,
          wide,
          padAddress,
          hasPads,
          weightBank,
          both,
          load,
          save,
          work,
        })
      }
    }
  }
}
