import type { BlockName } from '../structure/blocks.js'
import { analyseTiming } from '../timing/analyse-timing.js'
import type { FlatChip } from './flat-chip.js'
import { TOP } from './module-synthesis.js'
import type { ByBlock } from './truth.js'
import { writeFlatChip } from './write-flat-chip.js'

/** Shortest clock period that all paths into a block meet, by corner, ns. */
export type TimingByBlock = Readonly<Record<string, ByBlock>>

/**
 * Slowest path into every block of a flat chip with OpenSTA, in every corner. Paths out of the chip count for `core`.
 *
 * @param blocks - of each place
 * @throws StaError, MissingLibertyError
 */
export async function chipTiming(
  chip: FlatChip,
  blocks: readonly BlockName[],
  { technology, pdkRoot }: { readonly technology: string; readonly pdkRoot: string | undefined },
): Promise<TimingByBlock> {
  const blockOf = (pin: string): BlockName => {
    const cell = /^c(\d+)\//.exec(pin)?.[1]
    return cell === undefined ? 'core' : blocks[chip.cells[Number(cell)]!.place]!
  }
  const { corners } = await analyseTiming(writeFlatChip(chip, TOP), technology, pdkRoot, blockOf)
  return Object.fromEntries(
    corners.map(({ corner, paths }) => [
      corner,
      Object.fromEntries(paths.map(({ block, periodNs }) => [block, Number(periodNs.toPrecision(4))])),
    ]),
  )
}
