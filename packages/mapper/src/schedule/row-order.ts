import { inputRegion } from './axis.js'
import { cutBlocks } from './blocks.js'
import { shareWeights } from './layer-order.js'
import type { LayerPlan } from './layer-plan.js'
import { NoBankError, type PassBuilder } from './pass-builder.js'
import { regionPixels, wholeRegion } from './region.js'

/**
 * One layer, weights first: some row groups, as many as the two weight banks hold, take the whole batch block by
 * block and send their own words of the results; then the next ones take it again.
 *
 * @param most - inputs of a block at most
 */
export function orderByRows(builder: PassBuilder, batch: number, most: number): void {
  const [plan] = builder.plans
  for (const rowGroups of wholeWords(builder, plan)) {
    const words = wordsOf(builder, plan, rowGroups)
    const pixelWords = plan.plane.outPlanes * words.groups
    for (let first = 0; first < batch; first += most) {
      const inputs = Math.min(most, batch - first)
      const blocks = cutBlocks(
        { first, inputs, region: wholeRegion(plan.result) },
        builder.room,
        (block) => ({
          in: block.inputs * regionPixels(inputRegion(plan.axes, block.region)) * plan.inWords,
          out: block.inputs * regionPixels(block.region) * pixelWords,
        }),
      )
      if (blocks === undefined) throw new NoBankError()
      for (const block of blocks) {
        const from = builder.loadInput({ ...block, region: inputRegion(plan.axes, block.region) })
        const to = builder.makeRoom(plan, block, words)
        builder.run(plan, rowGroups, block, from, to)
        builder.release(from)
        builder.store(to)
      }
      builder.mark(rowGroups[0], inputs)
    }
  }
}

/** Sets of row groups that share the weight banks, made larger until each fills whole output words. */
function wholeWords(builder: PassBuilder, plan: LayerPlan): number[][] {
  const { rows, lanes } = builder.config
  const segmentsPerWord = lanes / Math.min(rows, lanes)
  const sets: number[][] = []
  for (const rowGroups of shareWeights(builder, plan)) {
    const [first] = rowGroups
    if (first % segmentsPerWord === 0) sets.push([...rowGroups])
    else sets[sets.length - 1].push(...rowGroups)
  }
  return sets
}

/** Output words of a plane that some row groups fill. */
function wordsOf(builder: PassBuilder, plan: LayerPlan, rowGroups: readonly number[]) {
  const first = plan.rowGroups[rowGroups[0]]
  const last = plan.rowGroups[rowGroups[rowGroups.length - 1]]
  const end = Math.ceil((last.first + last.rows) / builder.config.lanes)
  return { firstGroup: first.word, groups: end - first.word }
}
