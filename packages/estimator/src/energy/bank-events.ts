import { wordBeats } from '@concord/arch'
import { bankSelectPj } from './bank-price.js'
import { bankReadEvents } from './bank-read-events.js'
import { type EnergyEvent, type EventContext, RANDOM_TOGGLE, writeRegisterPj } from './event.js'
import { priceMemory } from './memory-price.js'
import { sramBankEvents } from './sram-events.js'

/** Events of the activation banks. */
export function activationBankEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { rows, lanes, actBanks, actWords, memories } = config
  const style = memories.act
  if (style === 'sram') return sramBankEvents({ config, electrics: e })
  // Latches have a register in front of them that takes whole words
  const beats = wordBeats(config)
  const segment = Math.min(rows, lanes)
  const shape = { depth: actWords, width: lanes, segment, style }
  const bank = priceMemory(e, shape)
  const readBitPj = bank.readBitPj + e.readPathPj(actBanks, 'mux2')
  // Flip-flops see what is being assembled, latches the word
  const loadBeats = style === 'latch' ? 1 : beats
  return [
    {
      block: 'activationBanks',
      name: 'word selected',
      count: ({ words, nullWords, storeReadWords }) => words - nullWords + storeReadWords,
      energyPj: bankSelectPj(e, shape),
      note: 'address register, select lines and decoder of the bank that is read',
    },
    ...bankReadEvents(lanes, readBitPj, 'read path and bank selection'),
    {
      block: 'activationBanks',
      name: 'write data bit',
      count: ({ actWriteWords, postWords }) =>
        RANDOM_TOGGLE * (loadBeats * lanes * (actWriteWords - postWords) + segment * postWords),
      energyPj: bank.writeDataBitPj,
      note: 'reaches every word of one bank',
    },
    {
      block: 'activationBanks',
      name: 'assembled bit',
      count: ({ actWriteWords, postWords }) => RANDOM_TOGGLE * beats * lanes * (actWriteWords - postWords),
      energyPj: e.transitionPj('mux2', 'mux2'),
      note: 'in front of the bank that the load engine writes, with each beat',
    },
    {
      block: 'activationBanks',
      name: 'word taken',
      count: ({ actWriteWords }) => actWriteWords,
      energyPj: writeRegisterPj(e, style, lanes),
      note: 'the register in front of the bank and its clock gate; half of the bits change',
    },
    {
      block: 'activationBanks',
      name: 'word written',
      count: ({ actWriteWords }) => actWriteWords,
      energyPj: (lanes / segment) * bank.writePj,
      note: 'clock gates and latches of the word',
    },
    {
      block: 'activationBanks',
      name: 'stored bit',
      count: ({ actWriteBits }) => actWriteBits,
      energyPj: bank.storedBitPj,
      note: 'latch output',
    },
  ]
}
