import { type ChipConfig, type MemoryName, wideStyle } from '@concord/arch'
import type { RtlStyle } from '../build/rtl-sources.js'

/** One memory of the chip: where the RTL keeps it, and its shape. */
export interface MemoryPlace {
  readonly memory: MemoryName | 'wide' | 'accValid'
  /** Row of weights and counts, bank of activations; 0 for the others. */
  readonly index: number
  /** Hierarchical name of the storage, `concord_chip` first. */
  readonly path: string
  readonly words: number
  readonly bits: number
}

/** All memories of a chip: activations by bank, weights by row, counts by row, their valid lanes, parameters, the wide bank. */
export function memoryPlaces(config: ChipConfig, style: RtlStyle): MemoryPlace[] {
  const { rows, lanes, accBits, postLanes, paramDepth } = config
  const storage = (memory: MemoryName | 'wide') => {
    const cell = memory === 'wide' ? wideStyle(config.memories) : config.memories[memory]
    if (cell === 'flop') return 'gen_flop.u_store.mem'
    if (cell === 'sram') return 'gen_sram.u_store.mem'
    const latches = style === 'latch' ? 'u_store.mem' : 'u_store.u_store.mem'
    return memory === 'act' ? `gen_latch.u_store.${latches}` : `gen_latch.${latches}`
  }
  const place = (
    memory: MemoryPlace['memory'],
    index: number,
    instance: string,
    words: number,
    bits: number,
  ) => ({
    ...{ memory, index, words, bits },
    path: `concord_chip.u_core.${instance}.${storage(memory === 'accValid' ? 'acc' : memory)}`,
  })
  const row = (r: number) => `u_array.gen_row[${r}].u_row`
  return [
    ...count(config.actBanks, (b) =>
      place('act', b, `u_act_banks.gen_bank[${b}].u_bank`, config.actWords, lanes),
    ),
    ...count(rows, (r) => place('weight', r, `${row(r)}.u_weights`, 2 * config.weightDepth, lanes)),
    ...count(rows, (r) => place('acc', r, `${row(r)}.u_accumulator.u_file`, config.accDepth, accBits - 1)),
    place('accValid', 0, 'u_array.u_valid_lanes.u_file', config.accDepth, accBits),
    place('param', 0, 'u_post_unit.u_thresholds', 2 * paramDepth * (rows / postLanes), postLanes * accBits),
    ...count(Math.min(1, config.residualWords), () =>
      place('wide', 0, 'gen_wide_bank.u_wide_bank.u_bank', config.residualWords, 16 * postLanes),
    ),
  ]
}

function count<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i))
}
