import type { MemoryContents } from '../memory-contents.js'
import type { Core } from './core.js'
import type { Memory } from './memory.js'

/** Copies all memories of a core. */
export function snapshotMemories(core: Core): MemoryContents {
  const { rows: rowCount, lanes, weightDepth, accDepth, paramDepth, postLanes } = core.config
  const { rows } = core.array
  const wordBytes = lanes / 8

  const weights = [0, 1].map((bank) => {
    const bytes = new Uint8Array(rowCount * weightDepth * wordBytes)
    rows.forEach((row, r) => {
      const words = packWords(row.weights, bank * weightDepth, weightDepth, wordBytes)
      bytes.set(words, r * weightDepth * wordBytes)
    })
    return bytes
  })

  const postSteps = rowCount / postLanes
  const thresholds = [0, 1].map((bank) =>
    Int32Array.from({ length: paramDepth * rowCount }, (_, i) => {
      const row = i % rowCount
      const slot = bank * paramDepth + Math.floor(i / rowCount)
      const memory = core.postUnit.thresholds[row % postLanes]
      return memory.first(slot * postSteps + Math.floor(row / postLanes))
    }),
  )

  return {
    wide: wideValues(core),
    act: core.actBanks.banks.map((bank) => packWords(bank, 0, bank.depth, wordBytes)),
    weights,
    thresholds,
    acc: Int32Array.from({ length: accDepth * rowCount }, (_, i) =>
      rows[i % rowCount].accumulator.file.first(Math.floor(i / rowCount)),
    ),
    accValid: Int32Array.from({ length: accDepth }, (_, entry) => core.array.validLanes.file.first(entry)),
  }
}

function wideValues({ wideBank, config }: Core): Int16Array {
  const { residualWords, postLanes } = config
  const values = new Int16Array(residualWords * postLanes)
  const word = new Int32Array(postLanes)
  for (let address = 0; wideBank && address < residualWords; address++) {
    wideBank.read(address, word)
    values.set(word, address * postLanes)
  }
  return values
}

function packWords(memory: Memory, first: number, count: number, wordBytes: number): Uint8Array {
  const packed = new Uint8Array(count * wordBytes)
  for (let w = 0; w < count; w++) {
    for (let byte = 0; byte < wordBytes; byte++) {
      const part = memory.data[(first + w) * memory.stride + (byte >>> 2)]
      packed[w * wordBytes + byte] = part >>> (8 * (byte & 3))
    }
  }
  return packed
}
