import { sramMacros } from '../structure/sram-bank.js'
import { macroOf } from '../technology/missing-macro.js'
import { bankReadEvents } from './bank-read-events.js'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE } from './event.js'

/** Events of activation banks of SRAM macros. A macro sees a clock edge when it is asked for something, and only then. */
export function sramBankEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { lanes, actBanks } = config
  const { role, columns, blocks } = sramMacros(config)
  const macro = macroOf(e.technology, role)
  const { voltageV } = e.technology.corners[macro.corner]!
  const scale = (e.voltageV / voltageV) ** 2
  const gate = e.cell('clockGate')
  const clockPj = 2 * (gate.outputPj + gate.inputPj + columns * e.edgePj(e.netFf + macro.inputFf))
  const accessPj = columns * macro.accessPj * scale + clockPj
  const note = `${columns} macros beside each other, with their clock gate; ${macro.source}`
  const inputPj = e.transitionPj('andOrInvert21', 'nand2') + blocks * e.edgePj(e.netFf + macro.inputFf)
  const readBitPj = (blocks > 1 ? e.readPathPj(blocks, 'mux2') : 0) + e.readPathPj(actBanks, 'mux2')
  return [
    {
      block: 'activationBanks',
      name: 'macros read',
      count: ({ words, nullWords, storeReadWords }) => words - nullWords + storeReadWords,
      energyPj: accessPj,
      note,
    },
    {
      block: 'activationBanks',
      name: 'macros written',
      count: ({ actWriteWords }) => actWriteWords,
      energyPj: accessPj,
      note,
    },
    ...bankReadEvents(lanes, readBitPj, 'choice of the block and of the bank'),
    {
      block: 'activationBanks',
      name: 'write data bit',
      count: ({ actWriteWords }) => RANDOM_TOGGLE * lanes * actWriteWords,
      energyPj: inputPj,
      note: 'to the macros of one bank; half of the bits change',
    },
  ]
}
