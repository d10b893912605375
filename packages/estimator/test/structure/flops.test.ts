import { fileURLToPath } from 'node:url'
import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { computeEngineStructure } from '../../src/structure/compute-engine.js'
import { ownFlops, walkModules } from '../../src/structure/module.js'
import { countStorage } from '../../src/synthesis/count-storage.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'

const rtl = readRtl(fileURLToPath(new URL('../../../../rtl', import.meta.url)))
delete rtl['concord_array.sv']

describe('structure', () => {
  it('x', async () => {
    const c = PRESETS.edge
    const counts = await countStorage(rtl, 'concord_compute_engine', {
      Rows: c.rows,
      Lanes: c.lanes,
      WeightDepth: c.weightDepth,
      AccDepth: c.accDepth,
      AccBits: c.accBits,
      ActBanks: c.actBanks,
      ActWords: c.actWords,
      PostLanes: c.postLanes,
      ParamDepth: c.paramDepth,
      PairDepth: c.pairDepth,
      QueueDepth: c.queueDepth,
      PopcountStages: c.popcountStages,
    })
    for (const { structure, instances } of walkModules(computeEngineStructure(c)))
      console.log(structure.module, instances, ownFlops(structure) * instances, counts.get(structure.module))
    expect(1).toBe(1)
  })
})
