import { type ChipConfig, rtlParameters } from '@concord/arch'
import { chipStructure } from '../structure/chip.js'
import { type ModuleStructure, ownFlops, walkModules } from '../structure/module.js'
import { countStorage, type StorageCount } from './count-storage.js'

/** Storage cells of one RTL module as the structure model and as Yosys counts them, over all instances. */
export interface StorageComparison {
  readonly module: string
  readonly model: { readonly flops: number; readonly latches: number }
  readonly yosys: { readonly flops: number; readonly latches: number }
}

/** RTL modules whose storage the model counts in the module around them. */
const FOLDED_INTO: Readonly<Record<string, string>> = {
  concord_latch_memory: 'concord_memory',
  concord_latch_word: 'concord_memory',
  concord_flop_memory: 'concord_memory',
}

/** A clock gate's own latch is part of the clock gate cell. */
const GATE_MODULE = 'concord_clock_gate'

/** Storage of the structure model by RTL module. */
export function modelStorage(structure: ModuleStructure): Map<string, { flops: number; latches: number }> {
  const storage = new Map<string, { flops: number; latches: number }>()
  for (const { structure: part, instances } of walkModules(structure)) {
    const sum = storage.get(part.module) ?? { flops: 0, latches: 0 }
    sum.flops += instances * ownFlops(part)
    sum.latches += instances * (part.logic.latch ?? 0)
    storage.set(part.module, sum)
  }
  return storage
}

/** Lines up both counts, one entry for each module that stores anything. */
export function compareStorage(
  structure: ModuleStructure,
  counted: ReadonlyMap<string, StorageCount>,
): StorageComparison[] {
  const model = modelStorage(structure)
  const yosys = new Map<string, { flops: number; latches: number }>()
  for (const [name, count] of counted) {
    if (name === GATE_MODULE) continue
    const module = FOLDED_INTO[name] ?? name
    const sum = yosys.get(module) ?? { flops: 0, latches: 0 }
    yosys.set(module, { flops: sum.flops + count.flops, latches: sum.latches + count.latches })
  }
  const nothing = { flops: 0, latches: 0 }
  return [...new Set([...model.keys(), ...yosys.keys()])]
    .map((module) => ({
      module,
      model: model.get(module) ?? nothing,
      yosys: yosys.get(module) ?? nothing,
    }))
    .filter(({ model, yosys }) => model.flops + model.latches + yosys.flops + yosys.latches > 0)
}

/** Synthesises a whole chip and compares its storage with the structure model. */
export async function compareChip(
  rtl: Readonly<Record<string, string>>,
  config: ChipConfig,
): Promise<StorageComparison[]> {
  return compareStorage(chipStructure(config), await countStorage(rtl, 'concord_chip', rtlParameters(config)))
}
