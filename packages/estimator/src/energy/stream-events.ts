import { wordBeats } from '@concord/arch'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE } from './event.js'

const INSTRUCTION_BITS = 32

/** Events of the stream's way in and out: command unit, queues, load and store engine. */
export function streamEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const beats = wordBeats(config)
  const registerBitPj = e.registerBitPj()
  const queuedBitPj = e.treePj(config.queueDepth, 'mux2')
  return [
    {
      block: 'commandUnit',
      name: 'input bit',
      count: ({ streamInBits }) => streamInBits,
      energyPj: e.transitionPj('buffer', 'mux2') + e.transitionPj('mux2', 'mux2'),
      note: 'input net, window multiplexer, and the nets to command unit and load engine',
    },
    {
      block: 'commandUnit',
      name: 'instruction',
      count: ({ instructions }) => instructions,
      energyPj:
        RANDOM_TOGGLE * INSTRUCTION_BITS * registerBitPj +
        4 * INSTRUCTION_BITS * e.transitionPj('nand2', 'nand2'),
      note: 'half of the instruction register changes, and four gates a bit decode and check it',
    },
    {
      block: 'queues',
      name: 'instruction',
      count: ({ instructions }) => instructions,
      energyPj:
        RANDOM_TOGGLE *
        INSTRUCTION_BITS *
        (2 * queuedBitPj + registerBitPj + e.readPathPj(config.queueDepth, 'mux2')),
      note: 'half of the bits change at the inputs of both queues, in one entry and at its output',
    },
    {
      block: 'loadEngine',
      name: 'assembled bit',
      count: ({ streamInBits }) => beats * streamInBits,
      energyPj: registerBitPj,
      note: 'a bit of the stream moves through all beats of the word',
    },
    {
      block: 'loadEngine',
      name: 'input beat',
      count: ({ streamInBeats }) => streamInBeats,
      energyPj: 4 * registerBitPj + 12 * e.transitionPj('nand2', 'nand2'),
      note: 'four counter bits and their logic',
    },
    {
      block: 'storeEngine',
      name: 'output bit',
      count: ({ streamOutBits }) => beats * streamOutBits,
      energyPj: registerBitPj,
      note: 'a bit moves through all beats of the word; without the load outside the chip',
    },
    {
      block: 'storeEngine',
      name: 'output beat',
      count: ({ streamOutBeats }) => streamOutBeats,
      energyPj:
        4 * registerBitPj + 12 * e.transitionPj('nand2', 'nand2') + e.transitionPj('buffer', 'buffer'),
      note: 'four counter bits and their logic',
    },
  ]
}
