import { PRESETS } from '@concord/arch'
import { findPdk } from '../technology/find-pdk.js'
import { readRtl } from './read-rtl.js'
import { siliconBudgets } from './silicon-budgets.js'
import { synthesise } from './synthesise.js'

/** Clock that the row is sized for: the floor of the budgets, 100 MHz. */
const PERIOD_NS = 10

/** Prints the area of one row by lane and of its weight banks by bit; `rtl` may be another copy of the sources. */
async function measureRow(
  [lanes = 64, accBits = 16, popcountStages = 1]: number[],
  rtl?: string,
): Promise<void> {
  const config = { ...PRESETS.caravel, rows: 1, lanes, accBits, popcountStages }
  const { weightDepth, accDepth, technology, corner } = config
  const parameters = {
    ...{ Lanes: lanes, WeightDepth: weightDepth, AccDepth: accDepth, AccBits: accBits },
    PopcountStages: popcountStages,
  }
  const { blocks, basis, tool } = await synthesise(
    'concord_row',
    parameters,
    { technology, corner },
    { flatten: false, pdkRoot: findPdk(), periodNs: PERIOD_NS, rtl: readRtl('sky130', rtl) },
  )
  const { rowAreaPerLaneUm2, weightBankAreaPerBitUm2 } = siliconBudgets(config, blocks)
  console.log(
    `concord_row, ${lanes} lanes, 2 x ${weightDepth} weight words, ${accBits}-bit sums, ${popcountStages} popcount registers`,
  )
  console.log(`${technology} (${basis}, ${corner}), Yosys ${tool.version}, sized for ${PERIOD_NS} ns`)
  console.log(`row without weight banks and accumulator file: ${rowAreaPerLaneUm2.toFixed(1)} µm² a lane`)
  console.log(`weight banks with clock gates and read path: ${weightBankAreaPerBitUm2.toFixed(1)} µm² a bit`)
}

const given = process.argv.slice(2)
await measureRow(
  given.filter((text) => /^\d+$/.test(text)).map(Number),
  given.find((text) => !/^\d+$/.test(text)),
)
