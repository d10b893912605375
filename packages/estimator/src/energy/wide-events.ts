import { clog2 } from '@concord/arch'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE } from './event.js'
import { priceMemory } from './memory-price.js'

/** Bits of a value of the wide bank, and of what is multiplied by it. */
const VALUE_BITS = 16

/** Events of the post lanes' arithmetic and of the wide bank; a chip without them has none. */
export function wideEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { postLanes, residualWords, memories } = config
  const width = postLanes * VALUE_BITS
  const depth = Math.max(1, residualWords)
  const shape = { depth, width, segment: width, style: memories.act }
  const bank = priceMemory(e, shape)
  const addBitPj = 2 * e.transitionPj('xor2', 'xor2') + e.transitionPj('andOrInvert21', 'nand2')
  return [
    {
      block: 'postUnit',
      name: 'lane operation',
      count: ({ laneOperations }) => laneOperations,
      energyPj: RANDOM_TOGGLE * VALUE_BITS * (addBitPj + e.registerBitPj()),
      note: 'an addition or a choice of 16 bits and its register; half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'lane multiplication',
      count: ({ laneMultiplications }) => laneMultiplications,
      energyPj: RANDOM_TOGGLE * VALUE_BITS ** 2 * (e.transitionPj('and2', 'fullAdder') + addBitPj),
      note: 'an array of 16 × 16 partial products, half of which change; no glitches',
    },
    {
      block: 'postUnit',
      name: 'wide word read',
      count: ({ wideReadWords }) => wideReadWords,
      energyPj: RANDOM_TOGGLE * width * bank.readBitPj + bank.selectPj,
      note: 'half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'wide word written',
      count: ({ wideWriteWords }) => wideWriteWords,
      energyPj:
        bank.writePj +
        RANDOM_TOGGLE * width * (bank.storedBitPj + bank.writeDataBitPj) +
        clog2(depth + 1) * e.transitionPj('and2', 'and2'),
      note: 'data to every word, clock gate and latches of one; half of the bits change',
    },
  ]
}
