import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { actBanksStructure } from '../../src/structure/act-banks.js'
import { commandUnitStructure } from '../../src/structure/command-unit.js'
import { buildModule, defineModule } from '../../src/structure/module.js'
import { queueStructure } from '../../src/structure/queue.js'
import { rowStructure } from '../../src/structure/row.js'
import { WORD_WALKER } from '../../src/structure/word-walker.js'
import { compareStorage } from '../../src/synthesis/compare-structure.js'
import { countStorage } from '../../src/synthesis/count-storage.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { runYosys, YosysError } from '../../src/synthesis/run-yosys.js'

const rtl = readRtl('latch')

/** One row: a single copy of what the array has `rows` of. */
const row = (config = PRESETS.nano) => ({ ...rowStructure(config), copies: 1 })

const rowParameters = (config = PRESETS.nano) => ({
  Lanes: config.lanes,
  WeightDepth: config.weightDepth,
  AccDepth: config.accDepth,
  AccBits: config.accBits,
  PopcountStages: config.popcountStages,
  WeightLatch: config.memories.weight === 'latch' ? 1 : 0,
  AccLatch: config.memories.acc === 'latch' ? 1 : 0,
})

const pipelined = {
  ...PRESETS.nano,
  popcountStages: 2,
  memories: { ...PRESETS.nano.memories, acc: 'flop' as const },
}

const walkerParameters = {
  PairDepth: 4,
  AddrBits: 9,
  WordBits: 5,
  EntryBits: 3,
  Rows: 8,
  Lanes: 16,
  PostLanes: 2,
}

/** Banks of 20 words: no power of two, so that halves of the address differ. */
const banks = (act: 'latch' | 'flop') => ({
  ...PRESETS.nano,
  actWords: 20,
  memories: { ...PRESETS.nano.memories, act },
})
const bankParameters = { Banks: 2, Words: 20, Lanes: 16, Segment: 8 }

describe('storage of the structure model against the RTL in Yosys', () => {
  it.each([
    ['concord_queue', queueStructure('queue', 5), { Depth: 5, Width: 32 }],
    ['concord_command_unit', commandUnitStructure(PRESETS.nano), { StreamBits: 8, Signature: 1 }],
    ['concord_row', row(), rowParameters()],
    ['concord_row', row(pipelined), rowParameters(pipelined)],
    ['concord_act_banks', actBanksStructure(banks('latch')), bankParameters],
    ['concord_act_banks', actBanksStructure(banks('flop')), { ...bankParameters, Latch: 0 }],
    ['concord_word_walker', buildModule(WORD_WALKER, PRESETS.nano)!, walkerParameters],
  ])('%s', async (top, structure, parameters) => {
    const comparison = compareStorage(structure, await countStorage(rtl, top, parameters))
    expect(comparison.length).toBeGreaterThan(0)
    for (const { module, model, yosys } of comparison)
      expect({ module, ...model }).toEqual({ module, ...yosys })
  })

  it('tells when a module differs', async () => {
    const wrong = defineModule({ instance: 'queue', module: 'concord_queue', resetRegisters: { head_q: 3 } })
    const [comparison] = compareStorage(
      wrong,
      await countStorage(rtl, 'concord_queue', { Depth: 5, Width: 32 }),
    )
    expect(comparison!.model.flops).not.toBe(comparison!.yosys.flops)
  })

  it('reports what Yosys says about a broken source', async () => {
    await expect(runYosys({ 'a.sv': 'module a; oops endmodule' }, 'read_verilog -sv a.sv')).rejects.toThrow(
      YosysError,
    )
    await expect(runYosys({ 'a.sv': 'module a; oops endmodule' }, 'read_verilog -sv a.sv')).rejects.toThrow(
      /syntax error/,
    )
  })
})
