import type { EnergyEvent, EventContext } from './event.js'

/** Register bits of the address walk that change with a word: about two of each counter and address. */
const WALK_BITS = 16
/** Bits of the control beside the rows that change with a word, a stage. */
const CONTROL_BITS = 4
/** Gates that switch behind one register bit of control logic. */
const GATES_PER_BIT = 6
/** Counters that count in a cycle: the cycles and one an engine. */
const COUNTERS_ACTIVE = 4
/** Bits of a binary counter that change in a step, on average. */
const COUNTER_BITS = 2

/** Events of control that goes along with words and cycles. */
export function controlEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const bitPj = e.registerBitPj() + GATES_PER_BIT * e.transitionPj('nand2', 'nand2')
  return [
    {
      block: 'computeEngine',
      name: 'word',
      count: ({ words }) => words,
      energyPj: WALK_BITS * bitPj,
      note: `${WALK_BITS} register bits with ${GATES_PER_BIT} gates each: assumed`,
    },
    {
      block: 'operands',
      name: 'word',
      count: ({ words }) => words,
      energyPj: CONTROL_BITS * (config.popcountStages + 1) * e.registerBitPj(),
      note: `${CONTROL_BITS} control bits a stage: assumed`,
    },
    {
      block: 'counters',
      name: 'cycle',
      count: ({ cycles }) => cycles,
      energyPj:
        COUNTERS_ACTIVE *
        (COUNTER_BITS * (e.registerBitPj('xor2') + e.transitionPj('xor2', 'flop')) +
          e.gatedClockPj('flop', config.counterBits)),
      note: `${COUNTERS_ACTIVE} counters count, ${COUNTER_BITS} bits each change; the clocks of the others stand`,
    },
  ]
}
