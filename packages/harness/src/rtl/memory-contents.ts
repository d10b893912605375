import { type ChipConfig, lowBits, readBit, signExtend, writeBit } from '@concord/arch'
import type { MemoryContents } from '@concord/sim'
import { imageBytes, type MemoryImage } from './memory-image.js'
import { type MemoryPlace, memoryPlaces } from './memory-places.js'

/** Reads what the RTL keeps as the memories that every model of the chip has. */
export function contentsOfImage(config: ChipConfig, image: MemoryImage): MemoryContents {
  const { rows, lanes, weightDepth, accDepth, accBits, paramDepth } = config
  const wordBytes = lanes / 8
  const places = memoryPlaces(config, 'generic')
  const of = (memory: string) => image.filter((_, i) => places[i].memory === memory)
  const weightRows = of('weight')
  const counts = of('acc')
  const [thresholds] = of('param')
  const weights = [0, 1].map((bank) => {
    const bytes = new Uint8Array(rows * weightDepth * wordBytes)
    const length = weightDepth * wordBytes
    weightRows.forEach((row, r) => {
      bytes.set(row.subarray(bank * length, (bank + 1) * length), r * length)
    })
    return bytes
  })
  const [valid] = of('accValid')
  const countStride = (accBits + 6) >>> 3
  const validStride = (accBits + 7) >>> 3
  const wide = of('wide')[0]
  return {
    act: of('act'),
    wide: wide ? new Int16Array(wide.buffer, wide.byteOffset, wide.length / 2) : new Int16Array(0),
    weights,
    thresholds: [0, 1].map((bank) =>
      Int32Array.from({ length: paramDepth * rows }, (_, i) =>
        readBits(thresholds, thresholdBit(config, bank, i), accBits),
      ),
    ),
    acc: Int32Array.from({ length: accDepth * rows }, (_, i) =>
      lowBits(readBits(counts[i % rows], Math.floor(i / rows) * countStride * 8, accBits - 1), accBits - 1),
    ),
    accValid: Int32Array.from({ length: accDepth }, (_, e) => readBits(valid, e * validStride * 8, accBits)),
  }
}

/** The other way round; words that no address reaches are 0. */
export function imageOfContents(config: ChipConfig, contents: MemoryContents): MemoryImage {
  const { rows, lanes, weightDepth, accDepth, accBits, paramDepth } = config
  const wordBytes = lanes / 8
  const length = weightDepth * wordBytes
  return memoryPlaces(config, 'generic').map((place) => {
    const bytes = new Uint8Array(imageBytes(place))
    if (place.memory === 'act') bytes.set(contents.act[place.index])
    if (place.memory === 'wide') bytes.set(new Uint8Array(contents.wide.buffer, contents.wide.byteOffset))
    if (place.memory === 'weight') {
      for (const bank of [0, 1]) {
        const row = contents.weights[bank].subarray(place.index * length, (place.index + 1) * length)
        bytes.set(row, bank * length)
      }
    }
    if (place.memory === 'acc') fillEntries(place, bytes, contents.acc, rows, accDepth)
    if (place.memory === 'accValid') fillEntries(place, bytes, contents.accValid, 1, accDepth)
    if (place.memory === 'param') {
      for (const bank of [0, 1])
        for (let i = 0; i < paramDepth * rows; i++)
          writeBits(bytes, thresholdBit(config, bank, i), accBits, contents.thresholds[bank][i])
    }
    return bytes
  })
}

/** First difference between two contents, in words; undefined when there is none. */
export function compareContents(
  config: ChipConfig,
  expected: MemoryContents,
  got: MemoryContents,
): { place: string; expected: number; got: number } | undefined {
  const value = (memory: keyof MemoryContents, raw: number) => {
    if (memory === 'acc') return lowBits(raw, config.accBits - 1)
    const wraps = memory === 'accValid' || memory === 'thresholds'
    return wraps ? signExtend(lowBits(raw, config.accBits), config.accBits) : raw
  }
  for (const memory of ['act', 'wide', 'weights', 'thresholds', 'acc', 'accValid'] as const) {
    const single = memory === 'acc' || memory === 'accValid' || memory === 'wide'
    const banks = (contents: MemoryContents) => (single ? [contents[memory]] : contents[memory])
    for (const [bank, a] of banks(expected).entries()) {
      const b = banks(got)[bank]
      for (let i = 0; i < a.length; i++) {
        if (value(memory, a[i]) === value(memory, b[i])) continue
        return {
          place: single ? `${memory}[${i}]` : `${memory}[${bank}][${i}]`,
          expected: value(memory, a[i]),
          got: value(memory, b[i]),
        }
      }
    }
  }
  return undefined
}

/** First bit of threshold `i` (rows fastest) of a bank: a word holds the thresholds of postLanes rows. */
function thresholdBit(config: ChipConfig, bank: number, i: number): number {
  const { rows, postLanes, accBits, paramDepth } = config
  const [slot, row] = [Math.floor(i / rows), i % rows]
  const word = (bank * paramDepth + slot) * (rows / postLanes) + Math.floor(row / postLanes)
  return word * ((postLanes * accBits + 7) >>> 3) * 8 + (row % postLanes) * accBits
}

function fillEntries(
  place: MemoryPlace,
  bytes: Uint8Array,
  acc: Int32Array,
  rows: number,
  accDepth: number,
): void {
  const stride = (place.bits + 7) >>> 3
  for (let e = 0; e < accDepth; e++) writeBits(bytes, e * stride * 8, place.bits, acc[e * rows + place.index])
}

function readBits(bytes: Uint8Array, first: number, bits: number): number {
  let value = 0
  for (let i = 0; i < bits; i++) value |= readBit(bytes, first + i) << i
  return signExtend(value, bits)
}

function writeBits(bytes: Uint8Array, first: number, bits: number, value: number): void {
  for (let i = 0; i < bits; i++) writeBit(bytes, first + i, (value >>> i) & 1)
}
