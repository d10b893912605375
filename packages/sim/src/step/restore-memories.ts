import type { MemoryContents } from '../memory-contents.js'
import type { Chip } from './chip.js'
import type { Memory } from './memory.js'
import { packWide } from './wide-bank.js'

/** Sets all memories of a chip, as `Chip.memories()` gives them. */
export function restoreMemories({ config, core }: Chip, contents: MemoryContents): void {
  const { rows: rowCount, lanes, weightDepth, postLanes, paramDepth } = config
  const { rows } = core.array
  const wordBytes = lanes / 8

  core.actBanks.banks.forEach((bank, b) => {
    unpackWords(bank, 0, contents.act[b], wordBytes)
  })
  contents.weights.forEach((bytes, bank) => {
    const length = weightDepth * wordBytes
    rows.forEach((row, r) => {
      unpackWords(row.weights, bank * weightDepth, bytes.subarray(r * length, (r + 1) * length), wordBytes)
    })
  })
  const postSteps = rowCount / postLanes
  contents.thresholds.forEach((values, bank) => {
    values.forEach((value, i) => {
      const row = i % rowCount
      const slot = bank * paramDepth + Math.floor(i / rowCount)
      core.postUnit.thresholds[row % postLanes].data[slot * postSteps + Math.floor(row / postLanes)] = value
    })
  })
  for (let word = 0; core.wideBank && word < config.residualWords; word++) {
    const { data, stride } = core.wideBank.memory
    packWide(
      contents.wide.subarray(word * postLanes, (word + 1) * postLanes),
      data.subarray(word * stride, (word + 1) * stride),
    )
  }
  contents.acc.forEach((value, i) => {
    rows[i % rowCount].accumulator.file.data[Math.floor(i / rowCount)] = value
  })
  core.array.validLanes.file.data.set(contents.accValid)
}

function unpackWords(memory: Memory, first: number, packed: Uint8Array, wordBytes: number): void {
  const from = first * memory.stride
  memory.data.fill(0, from, from + (packed.length / wordBytes) * memory.stride)
  packed.forEach((byte, i) => {
    const [word, position] = [Math.floor(i / wordBytes), i % wordBytes]
    memory.data[from + word * memory.stride + (position >>> 2)] |= byte << (8 * (position & 3))
  })
}
