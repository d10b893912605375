import { wideStyle } from '@concord/arch'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE, writeRegisterPj } from './event.js'
import { priceMemory } from './memory-price.js'

/** Bits of a value of the wide bank, and of what is multiplied by it. */
const VALUE_BITS = 16

/** Levels of logic that a change at the inputs of the rounding shifter passes, each of them a bit wide. */
const SHIFT_LEVELS = 5

/** Bits of a lane's control that change with an operation, with the gates behind them. */
const CONTROL_BITS = 8

/** Events of the post lanes' arithmetic and of the wide bank; a chip without them has none. */
export function wideEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { accBits, postLanes, residualWords, memories } = config
  const style = wideStyle(memories)
  if (residualWords === 0) return []
  const width = postLanes * VALUE_BITS
  const shape = { depth: residualWords, width, segment: width, style }
  const bank = priceMemory(e, shape)
  const addBitPj = 2 * e.transitionPj('xor2', 'xor2') + e.transitionPj('andOrInvert21', 'nand2')
  const arrayPj = accBits * VALUE_BITS * (e.transitionPj('and2', 'xor2') + addBitPj)
  const shiftPj = (accBits + VALUE_BITS) * SHIFT_LEVELS * e.transitionPj('mux2', 'mux2')
  return [
    {
      block: 'postUnit',
      name: 'operands at the multiplier',
      count: ({ postCompares, laneOperations }) => postCompares + laneOperations,
      energyPj: RANDOM_TOGGLE ** 2 * arrayPj,
      note: 'sum and parameter reach the multiplier whatever is done with them: a quarter of its partial sums change; no glitches',
    },
    {
      block: 'postUnit',
      name: 'lane operation',
      count: ({ laneOperations }) => laneOperations,
      energyPj:
        RANDOM_TOGGLE * VALUE_BITS * (addBitPj + 2 * e.transitionPj('mux2', 'nand2') + e.registerBitPj()) +
        CONTROL_BITS * e.registerBitPj(),
      note: 'an addition and the choice of 16 bits, their register and the control; half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'lane multiplication',
      count: ({ laneMultiplications }) => laneMultiplications,
      energyPj: RANDOM_TOGGLE * ((accBits + VALUE_BITS) * e.registerBitPj() + shiftPj),
      note: 'the register of the product and the shifter behind it; half of the bits change',
    },
    {
      block: 'activationBanks',
      name: 'wide word read',
      count: ({ wideReadWords }) => wideReadWords,
      energyPj: RANDOM_TOGGLE * width * bank.readBitPj + bank.selectPj,
      note: 'half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'wide word taken',
      count: ({ wideReadWords }) => wideReadWords,
      energyPj: e.gatedClockPj('flop', width) + RANDOM_TOGGLE * width * e.registerBitPj(),
      note: 'the register in front of the lanes and its clock gate; half of the bits change',
    },
    {
      block: 'activationBanks',
      name: 'wide word written',
      count: ({ wideWriteWords }) => wideWriteWords,
      energyPj:
        writeRegisterPj(e, style, width) +
        bank.writePj +
        RANDOM_TOGGLE * width * (bank.storedBitPj + bank.writeDataBitPj),
      note: 'the register in front of the bank, data to every word, clock gate and latches of one; half of the bits change',
    },
  ]
}
