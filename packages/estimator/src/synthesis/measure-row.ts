import { REFERENCE_ROW, ROW_PERIOD_NS, synthesiseRow } from './reference-row.js'

/** Prints the area of one row by lane and of its weight banks by bit; `rtl` may be another copy of the sources. */
async function measureRow(
  [
    lanes = REFERENCE_ROW.lanes,
    accBits = REFERENCE_ROW.accBits,
    popcountStages = REFERENCE_ROW.popcountStages,
  ]: number[],
  rtl?: string,
): Promise<void> {
  const row = await synthesiseRow({ lanes, accBits, popcountStages }, rtl)
  const { weightDepth, technology, corner } = row.config
  console.log(
    `concord_row, ${lanes} lanes, 2 x ${weightDepth} weight words, ${accBits}-bit sums, ${popcountStages} popcount registers`,
  )
  console.log(
    `${technology} (${row.basis}, ${corner}), Yosys ${row.tool.version}, sized for ${ROW_PERIOD_NS} ns`,
  )
  console.log(`row without weight banks and accumulator file: ${row.rowAreaPerLaneUm2.toFixed(1)} µm² a lane`)
  console.log(
    `weight banks with clock gates and read path: ${row.weightBankAreaPerBitUm2.toFixed(1)} µm² a bit`,
  )
}

const given = process.argv.slice(2)
await measureRow(
  given.filter((text) => /^\d+$/.test(text)).map(Number),
  given.find((text) => !/^\d+$/.test(text)),
)
