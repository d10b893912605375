import type { ChipConfig } from '@concord/arch'
import type { ActivityTally } from './activity-tally.js'
import { PassClock } from './clock-pass.js'
import type { Run, TilePart } from './operation.js'
import type { PadWords } from './pads.js'
import { type View, viewWords } from './view.js'

/** Tells the clock a pass, and a tally what switches. */
export class PassMeter extends PassClock {
  constructor(
    config: ChipConfig,
    readonly tally: ActivityTally,
  ) {
    super(config)
  }

  override run(run: Run): void {
    super.run(run)
    const { plan, place, work, load, save } = run
    const { mode, thresholds, outPlanes } = plan.plane
    this.tally.run({
      raw: mode === 'RAW',
      thresholds: thresholds.length,
      outPlanes,
      rows: plan.rowGroups[place.rowGroup].rows,
      words: work.words / work.pixels,
      pixels: work.pixels,
      windows: work.windows,
      load,
      save,
    })
  }

  override loadMap(view: View): void {
    super.loadMap(view)
    this.tally.loadAct(viewWords(view))
  }

  override loadPad(bank: number, pad: PadWords): void {
    super.loadPad(bank, pad)
    this.tally.loadAct(pad.plan.inWords)
  }

  override loadWeights(bank: number, part: TilePart): void {
    super.loadWeights(bank, part)
    const { place, words } = part
    this.tally.loadFill(place.plan.rowGroups[place.rowGroup].rows, words.count, 0)
  }

  override loadThresholds(bank: number, part: TilePart): void {
    super.loadThresholds(bank, part)
    const { place, slots } = part
    this.tally.loadFill(place.plan.rowGroups[place.rowGroup].rows, 0, slots)
  }

  override store(view: View): void {
    super.store(view)
    this.tally.store(viewWords(view))
  }
}
