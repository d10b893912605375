import { type EnergyEvent, RANDOM_TOGGLE } from './event.js'

/**
 * What reading an activation bank costs behind the bank, whatever it stores in.
 *
 * @param readBitPj - one changing bit from the storage to what reads it, pJ
 * @param note - what lies in between
 */
export function bankReadEvents(lanes: number, readBitPj: number, note: string): EnergyEvent[] {
  return [
    {
      block: 'activationBanks',
      name: 'bit read by the array',
      count: ({ actReadBits }) => actReadBits,
      energyPj: readBitPj,
      note,
    },
    {
      block: 'activationBanks',
      name: 'word read by the store engine',
      count: ({ storeReadWords }) => storeReadWords,
      energyPj: RANDOM_TOGGLE * lanes * readBitPj,
      note: 'half of the bits change',
    },
  ]
}
