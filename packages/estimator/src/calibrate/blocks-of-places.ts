import type { ChipConfig } from '@concord/arch'
import type { BlockName } from '../structure/blocks.js'
import { chipStructure } from '../structure/chip.js'
import type { ModuleStructure } from '../structure/module.js'

/**
 * Block of the estimate that an instance of the RTL belongs to. The structure model mirrors the RTL's hierarchy; what it does not know
 * belongs to what is around it.
 */
export function blockOfPlace(config: ChipConfig): (path: readonly string[]) => BlockName {
  const chip = chipStructure(config)
  return (path) => {
    let block: BlockName = chip.block ?? 'core'
    let around: ModuleStructure | undefined = chip
    for (const name of path) {
      around = around?.parts.find(({ instance }) => instance === instanceOf(name))
      block = around?.block ?? block
      if (around === undefined) break
    }
    return block
  }
}

/** `row` of `gen_row[3].u_row`. */
function instanceOf(name: string): string {
  return /u_(\w+)$/.exec(name)?.[1] ?? name
}
