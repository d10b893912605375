import type { Activity } from '@concord/arch'
import { GROUP_ROWS } from '../structure/array.js'
import { compressorTree } from '../structure/operators.js'
import { popcountFlops } from '../structure/popcount.js'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE } from './event.js'

/** Words with operands that a row sees although the RUN does not use it: operands reach every row of a group that it uses, here by the mean of all RUNs. */
function unusedRowWords(rows: number): (activity: Activity) => number {
  return ({ words, nullWords, rowWords }) => {
    const operands = words - nullWords
    if (operands === 0) return 0
    const reached = Math.min(rows, GROUP_ROWS * Math.ceil(rowWords / operands / GROUP_ROWS))
    return reached * operands - rowWords
  }
}

/** Events in the rows and of the operands that reach them, memories not included. */
export function rowEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { rows, lanes, accBits } = config
  const { fullAdder = 0, halfAdder = 0 } = compressorTree(lanes)
  const treeTogglesPerMatch = (2 * (fullAdder + halfAdder)) / lanes
  const matchPj =
    e.transitionPj('xnor2', 'fullAdder') +
    treeTogglesPerMatch * e.transitionPj('fullAdder', 'fullAdder') +
    (popcountFlops(config) / lanes) * (e.transitionPj('flop', 'xor2') + e.cell('flop').inputPj)
  const adderBitPj = 2 * e.transitionPj('xor2', 'xor2') + e.transitionPj('andOrInvert21', 'nand2')
  const sumBitPj =
    adderBitPj +
    2 * e.transitionPj('mux2', 'xor2') + // start, doubled
    e.registerBitPj()
  return [
    {
      block: 'operands',
      name: 'activation bit to all rows',
      count: ({ actReadBits }) => actReadBits,
      energyPj: e.registerBitPj('buffer') + e.treePj(rows, 'xnor2'),
      note: 'act_q and its broadcast net',
    },
    {
      block: 'lanes',
      name: 'match bit',
      count: ({ matchBits }) => matchBits,
      energyPj: matchPj,
      note: 'XNOR output and its share of the compressor tree, every net of it as active as the matches; no glitches',
    },
    {
      block: 'lanes',
      name: 'word in a row not used',
      count: unusedRowWords(rows),
      energyPj: RANDOM_TOGGLE * lanes * matchPj,
      note: `operands are gated by ${GROUP_ROWS} rows: half of the matches of an unused row beside a used one toggle`,
    },
    {
      block: 'lanes',
      name: 'sum bit',
      count: ({ accBits }) => accBits,
      energyPj: sumBitPj,
      note: 'its place in the adder, the selection of the start and the accumulator',
    },
    {
      block: 'lanes',
      name: 'sum written',
      count: ({ accWrites }) => accWrites,
      energyPj: e.gatedClockPj('flop', accBits - 1),
      note: 'clock gate and clock inputs of the accumulator',
    },
    {
      block: 'lanes',
      name: 'drain bit',
      count: ({ drainBits }) => drainBits,
      energyPj: e.registerBitPj('andOrInvert22'),
      note: 'drain register and its net to the post unit',
    },
  ]
}
