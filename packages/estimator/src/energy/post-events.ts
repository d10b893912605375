import { type Activity, thresholdBeats } from '@concord/arch'
import {
  type EnergyEvent,
  type EventContext,
  RANDOM_TOGGLE,
  writeDataBits,
  writeRegisterPj,
} from './event.js'
import { priceMemory, randomWritePj } from './memory-price.js'

/** Steps of single rows in which the post unit takes a sum and a parameter: comparisons and operations of SCALE. */
function valuesTaken({ postCompares, laneOperations }: Activity): number {
  return postCompares + laneOperations
}

/** Events of the thresholds and of the post unit. */
export function postEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { rows, lanes, accBits, postLanes, paramDepth, memories } = config
  const beats = thresholdBeats(config)
  const steps = rows / postLanes
  const segment = Math.min(rows, lanes)
  const width = postLanes * accBits
  const depth = 2 * paramDepth * steps
  const thresholds = priceMemory(e, { depth, width, segment: accBits, style: memories.param })
  return [
    {
      block: 'thresholds',
      name: 'threshold read',
      count: valuesTaken,
      energyPj: RANDOM_TOGGLE * accBits * thresholds.readBitPj + thresholds.selectPj / postLanes,
      note: 'half of its bits change; select lines shared by the lanes of the post unit',
    },
    {
      block: 'thresholds',
      name: 'write data bit',
      count: writeDataBits(
        memories.param,
        accBits,
        ({ thresholdWriteWords }) => thresholdWriteWords,
        ({ streamInBits }) => beats * streamInBits,
      ),
      energyPj: postLanes * thresholds.writeDataBitPj,
      note: 'reaches every threshold',
    },
    {
      block: 'postUnit',
      name: 'threshold taken',
      count: ({ thresholdWriteWords }) => thresholdWriteWords,
      energyPj: writeRegisterPj(e, memories.param, accBits),
      note: 'the register in front of the thresholds and its clock gate; half of the bits change',
    },
    {
      block: 'thresholds',
      name: 'threshold written',
      count: ({ thresholdWriteWords }) => thresholdWriteWords,
      energyPj: randomWritePj(thresholds, accBits),
      note: 'clock gate and latches of one; half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'value taken',
      count: valuesTaken,
      energyPj:
        e.gatedClockPj('flop', 2 * postLanes * accBits) / postLanes +
        RANDOM_TOGGLE * 2 * accBits * e.registerBitPj() +
        RANDOM_TOGGLE * accBits * e.readPathPj(steps, 'nand2'),
      note: 'selection of the sum, registers of sum and parameter behind one clock gate; half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'comparison',
      count: ({ postCompares }) => postCompares,
      energyPj:
        RANDOM_TOGGLE *
        accBits *
        (e.transitionPj('andOrInvert21', 'nand2') + e.transitionPj('nand2', 'nand2')),
      note: 'comparator; half of the bits change',
    },
    {
      block: 'postUnit',
      name: 'code bit',
      count: ({ codeBits }) => codeBits,
      energyPj: e.registerBitPj('andOrInvert22'),
      note: 'code register and plane selection',
    },
    {
      block: 'postUnit',
      name: 'word written',
      count: ({ postWords }) => postWords,
      energyPj:
        RANDOM_TOGGLE * segment * (e.readPathPj(accBits, 'mux2') + e.registerBitPj('mux2')) +
        12 * e.registerBitPj(),
      note: 'half of the segment changes at plane selection and on its way to the bank; twelve bits of address and sequence',
    },
  ]
}
