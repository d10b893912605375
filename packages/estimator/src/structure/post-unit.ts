import { actAddressBits, type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure, writeRegisterStructure } from './gated-register.js'
import { memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import {
  adder,
  andOrTree,
  choose,
  decoder,
  hold,
  incrementer,
  lessThan,
  selector,
  times,
} from './operators.js'
import { postSequencerStructure } from './post-sequencer.js'
import { scaleUnitStructure } from './scale-unit.js'

/** Bits of a code: up to 15 thresholds reached. */
const CODE_BITS = 4

/** What a stage hands to the next in single bits. */
const STAGE_FLAGS = 6

/** Mirrors rtl/concord_post_unit.sv. */
export function postUnitStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, accBits, actWords, postLanes, paramDepth, memories } = config
  const address = actAddressBits(config)
  const segment = Math.min(rows, lanes)
  const steps = rows / postLanes
  const paramWords = 2 * paramDepth * steps
  const paramAddressBits = clog2(paramWords)
  const wide = config.residualWords > 0
  // A plane of a sum is an address of its bits
  const planeBits = clog2(accBits)
  return defineModule({
    instance: 'post_unit',
    module: 'concord_post_unit',
    block: 'postUnit',
    resetRegisters: {
      window_first_q: 1,
      plane_addr_q: address,
      flags: 3 * STAGE_FLAGS,
      index: 3 * Math.max(1, clog2(steps)),
      plane: planeBits + 2 * clog2(CODE_BITS),
      addresses: address + 2 * clog2(actWords) + 2,
      // Its low bits are those of the step, as far as the number of steps is a multiple of a power of two
      threshold_raddr1_q: paramAddressBits - (31 - Math.clz32(steps & -steps)),
      reached3_q: wide ? postLanes * CODE_BITS : postLanes,
      ...(wide && { operate1_q: 1 }),
      ...(config.vector && { source_addr_q: address }),
      count_q: postLanes * CODE_BITS,
      code_q: rows * CODE_BITS,
    },
    logic: addCells(
      times(3, adder(paramAddressBits)), // threshold address
      selector(steps, postLanes * (accBits - 1)), // counts of the step
      times(postLanes, adder(accBits)), // sums
      selector(steps, postLanes * CODE_BITS), // codes so far
      times(
        postLanes,
        addCells(
          lessThan(accBits),
          incrementer(CODE_BITS),
          lessThan(CODE_BITS),
          choose(3 * CODE_BITS), // first threshold, hold, keep the larger
        ),
      ),
      hold(rows * CODE_BITS), // codes
      decoder(steps),
      addCells(decoder(accBits), decoder(CODE_BITS)), // plane
      times(rows, addCells(andOrTree(accBits, 1), andOrTree(CODE_BITS, 1), { and2: 1, mux2: 1, nand2: 4 })),
      { xor2: 2 * rows, andOrInvert21: rows, nand2: rows }, // a sum, bit by bit
      andOrTree(rows / segment, segment), // word of the plane
      times(2, adder(address)),
      choose(2 * address),
      lessThan(address),
      { and2: 2 * lanes },
      wide ? times(postLanes, addCells(choose(2 * accBits + 2 * CODE_BITS), lessThan(16))) : {}, // values, codes
    ),
    parts: [
      postSequencerStructure('sequencer', config),
      ...(wide ? [scaleUnitStructure(config)] : []),
      gatedRegisterStructure('operands', 2 * postLanes * accBits),
      ...Array.from({ length: rows / segment }, (_, word) => gatedRegisterStructure(`carry${word}`, segment)),
      gatedRegisterStructure('raw_bits2', segment),
      gatedRegisterStructure('raw_bits3', segment),
      ...writeRegisterStructure('threshold_data', accBits, memories.param),
      memoryStructure('thresholds', 'thresholds', {
        depth: paramWords,
        width: postLanes * accBits,
        segment: accBits,
        style: memories.param,
      }),
    ],
  })
}
