import { type ChipConfig, wordBeats } from '@concord/arch'
import { sramMacros } from '../structure/sram-bank.js'
import { macroOf } from '../technology/missing-macro.js'
import { bankReadEvents } from './bank-read-events.js'
import type { Electrics } from './electrics.js'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE } from './event.js'

/** Bits of an address that change from one word to the next, in the mean over many. */
const ADDRESS_TOGGLES = 2

/** Both edges of a cycle at the clock gates in front of all macros, pJ; 0 without macros. */
export function sramGatesCyclePj(config: ChipConfig, e: Electrics): number {
  if (config.memories.act !== 'sram') return 0
  return config.actBanks * sramMacros(config).blocks * e.clockInputPj('clockGate')
}

/**
 * Events of activation banks of SRAM macros. A macro sees a clock edge when it is asked for something, and only then. What only such banks have is
 * priced by facts alone: beside the macro it hardly shows, and a fit to few chips would have it stand for what is missing elsewhere.
 */
export function sramBankEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { rows, lanes, actBanks } = config
  const beats = wordBeats(config)
  const segment = Math.min(rows, lanes)
  const { role, columns, blocks } = sramMacros(config)
  const macro = macroOf(e.technology, role)
  const { voltageV } = e.technology.corners[macro.corner]!
  const scale = (e.voltageV / voltageV) ** 2
  const gate = e.cell('clockGate')
  const pinPj = e.edgePj(e.netFf + macro.inputFf)
  const choicePj = e.transitionPj('mux2', 'mux2')
  const reads: EnergyEvent['count'] = ({ words, nullWords, storeReadWords }) =>
    words - nullWords + storeReadWords
  const accesses: EnergyEvent['count'] = (activity) => reads(activity) + activity.actWriteWords
  const macrosEvent = { block: 'activationBanks', energyPj: columns * macro.accessPj * scale } as const
  const note = `${columns} macros beside each other; ${macro.source}`
  const readBitPj = (blocks > 1 ? e.readPathPj(blocks, 'mux2') : 0) + e.readPathPj(actBanks, 'mux2')
  return [
    { ...macrosEvent, name: 'macros read', count: reads, note, isGiven: true },
    {
      ...{ ...macrosEvent, name: 'macros written', note, isGiven: true },
      count: ({ actWriteWords }) => actWriteWords,
    },
    {
      block: 'activationBanks',
      name: 'clock at the gates of the macros',
      isGiven: true,
      count: ({ cycles }) => cycles,
      energyPj: sramGatesCyclePj(config, e),
      note: 'one a block, open or not',
    },
    {
      block: 'activationBanks',
      name: 'clock of the macros',
      isGiven: true,
      count: accesses,
      energyPj: 2 * (gate.outputPj + gate.inputPj + columns * pinPj),
      note: 'the clock gate of a block opens for a cycle',
    },
    {
      block: 'activationBanks',
      name: 'address of the macros',
      isGiven: true,
      count: accesses,
      energyPj: ADDRESS_TOGGLES * actBanks * (2 * choicePj + columns * blocks * pinPj),
      note: 'all banks see it, behind the choice of engine and that of reading and writing; two bits change',
    },
    ...bankReadEvents(lanes, readBitPj, 'choice of the block and of the bank'),
    {
      block: 'activationBanks',
      name: 'data bit at the macros',
      isGiven: true,
      count: ({ actWriteWords, postWords }) =>
        RANDOM_TOGGLE * (beats * lanes * (actWriteWords - postWords) + segment * postWords),
      energyPj: choicePj + blocks * pinPj,
      note: 'to the macros of one bank, with each beat of a word; half of the bits change',
    },
  ]
}
