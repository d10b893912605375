import { wordBeats } from '@concord/arch'
import { type EnergyEvent, type EventContext, writeDataBits, writeRegisterPj } from './event.js'
import { priceMemory, priceRowData, randomWritePj } from './memory-price.js'

/** Events of the weight banks and of the accumulator file. */
export function rowMemoryEvents({ config, electrics }: EventContext): EnergyEvent[] {
  const { rows, lanes, weightDepth, accDepth, accBits, memories } = config
  const beats = wordBeats(config)
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
    ({ streamInBits }) => beats * streamInBits,
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
