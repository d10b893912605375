import { chipGeometry } from '@concord/arch'
import {
  type EnergyEvent,
  type EventContext,
  RANDOM_TOGGLE,
  writeDataBits,
  writeRegisterPj,
} from './event.js'
import { priceMemory, priceRowData, randomWritePj } from './memory-price.js'

/** Events of the weight banks and of the accumulator file. */
export function rowMemoryEvents({ config, electrics }: EventContext): EnergyEvent[] {
  const { rows, lanes, weightDepth, accDepth, accBits, memories } = config
  const { wordBeats } = chipGeometry(config)
  const weights = priceMemory(electrics, {
    depth: 2 * weightDepth,
    width: lanes,
    segment: lanes,
    style: memories.weight,
  })
  const sink = memories.weight === 'latch' ? 'latch' : 'mux2'
  const written = priceRowData(electrics, rows, 2 * weightDepth, sink)
  const weightDataBits = writeDataBits(
    memories.weight,
    lanes,
    ({ weightWriteWords }) => weightWriteWords,
    ({ streamInBits }) => wordBeats * streamInBits,
  )
  const file = priceMemory(electrics, {
    depth: accDepth,
    width: accBits - 1,
    segment: accBits - 1,
    style: memories.acc,
  })
  return [
    {
      block: 'weightBanks',
      name: 'weight bit read',
      count: ({ weightReadBits }) => weightReadBits,
      energyPj: weights.readBitPj,
      note: 'read path of a row that is used',
    },
    {
      block: 'weightBanks',
      name: 'weight word selected',
      count: ({ words, nullWords }) => rows * (words - nullWords),
      energyPj: weights.selectPj,
      note: 'the line of the word reaches every row, used or not; it is taken to change with every word',
    },
    {
      block: 'weightBanks',
      name: 'weight word written',
      count: ({ weightWriteWords }) => weightWriteWords,
      energyPj: randomWritePj(weights, lanes),
      note: 'clock gate and latches of the word; half of its bits change',
    },
    {
      block: 'operands',
      name: 'weight word taken',
      count: ({ weightWriteWords }) => weightWriteWords,
      energyPj: writeRegisterPj(electrics, memories.weight, lanes),
      note: 'the register in front of all rows and its clock gate; half of the bits change',
    },
    {
      block: 'operands',
      name: 'weight bit to all rows',
      count: weightDataBits,
      energyPj: written.sharedPj,
      note: 'the nets up to the row',
    },
    {
      block: 'weightBanks',
      name: 'write data bit',
      count: weightDataBits,
      energyPj: written.ownPj,
      note: 'and in the row to every weight word',
    },
    {
      block: 'operands',
      name: 'lines of a weight word to all rows',
      count: ({ words, nullWords }) => words - nullWords,
      energyPj: 2 * (electrics.registerBitPj('buffer') + electrics.treePj(rows, 'buffer')),
      note: 'one line falls and one rises with every word',
    },
    {
      block: 'accumulatorFile',
      name: 'write data bit',
      count: ({ accBits: toggled }) => toggled,
      energyPj: file.writeDataBitPj,
      note: 'the sum reaches every entry of the file with each word',
    },
    {
      block: 'accumulatorFile',
      name: 'entry written',
      count: ({ accFileWrites }) => accFileWrites,
      energyPj: file.writePj,
      note: 'clock gate and latches of the entry',
    },
    {
      block: 'accumulatorFile',
      name: 'stored bit',
      count: ({ accFileWriteBits }) => accFileWriteBits,
      energyPj: file.storedBitPj,
      note: 'latch output',
    },
    {
      block: 'accumulatorFile',
      name: 'entry read',
      count: ({ accFileReads }) => accFileReads,
      energyPj: 2 * electrics.treePj(accBits, 'andOrInvert22'),
      note: 'two select lines',
    },
    {
      block: 'accumulatorFile',
      name: 'entry bit read',
      count: ({ accFileReadBits }) => accFileReadBits,
      energyPj: file.readBitPj,
      note: 'read path',
    },
  ]
}

/** Events of the activation banks. */
export function activationBankEvents({ config, electrics: e }: EventContext): EnergyEvent[] {
  const { rows, lanes, actBanks, actWords, memories } = config
  // Latches have a register in front of them that takes whole words
  const { wordBeats } = chipGeometry(config)
  const segment = Math.min(rows, lanes)
  const bank = priceMemory(e, { depth: actWords, width: lanes, segment, style: memories.act })
  const readBitPj = bank.readBitPj + e.readPathPj(actBanks, 'mux2')
  // Flip-flops see what is being assembled, latches the word
  const loadBeats = memories.act === 'latch' ? 1 : wordBeats
  return [
    {
      block: 'activationBanks',
      name: 'word selected',
      count: ({ words, nullWords, storeReadWords }) => words - nullWords + storeReadWords,
      energyPj: bank.selectPj,
      note: 'select lines and decoder of the bank that is read',
    },
    {
      block: 'activationBanks',
      name: 'bit read by the array',
      count: ({ actReadBits }) => actReadBits,
      energyPj: readBitPj,
      note: 'read path and bank selection',
    },
    {
      block: 'activationBanks',
      name: 'word read by the store engine',
      count: ({ storeReadWords }) => storeReadWords,
      energyPj: RANDOM_TOGGLE * lanes * readBitPj,
      note: 'half of the bits change',
    },
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
      count: ({ actWriteWords, postWords }) =>
        RANDOM_TOGGLE * wordBeats * lanes * (actWriteWords - postWords),
      energyPj: e.transitionPj('mux2', 'mux2'),
      note: 'in front of the bank that the load engine writes, with each beat',
    },
    {
      block: 'activationBanks',
      name: 'word taken',
      count: ({ actWriteWords }) => actWriteWords,
      energyPj: writeRegisterPj(e, memories.act, lanes),
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
