import { type ChipConfig, lowBits, signExtend } from '@concord/arch'
import type { MemoryContents } from '../memory-contents.js'
import type { ChipLayout } from './layout.js'

/** Copies all memories of a chip out of the linear memory. */
export function readMemories(config: ChipConfig, layout: ChipLayout, buffer: ArrayBuffer): MemoryContents {
  const { actWords, rows, paramDepth, accDepth, residualWords, postLanes } = config
  return {
    act: layout.act.map((at) => new Uint8Array(buffer, at, actWords * layout.wordBytes).slice()),
    wide: new Int16Array(buffer, layout.wide, residualWords * postLanes).slice(),
    weights: layout.weights.map((at) => readWeights(config, layout, buffer, at)),
    thresholds: layout.thresholds.map((at) => readRows(buffer, at, paramDepth, rows, layout.rowStride)),
    acc: readRows(buffer, layout.acc, accDepth, rows, layout.rowStride),
    accValid: new Int32Array(buffer, layout.accValid, accDepth).slice(),
  }
}

/** Copies all memories of a chip into the linear memory. */
export function writeMemories(
  config: ChipConfig,
  layout: ChipLayout,
  buffer: ArrayBuffer,
  contents: MemoryContents,
): void {
  const { rows, accBits } = config
  const bytes = new Uint8Array(buffer)
  for (const [i, at] of layout.act.entries()) bytes.set(contents.act[i]!, at)
  new Int16Array(buffer).set(contents.wide, layout.wide / 2)
  for (const [i, at] of layout.weights.entries())
    writeWeights(config, layout, bytes, at, contents.weights[i]!)
  for (const [i, at] of layout.thresholds.entries()) {
    writeRows(buffer, at, rows, layout.rowStride, contents.thresholds[i]!, (value) =>
      signExtend(value, accBits),
    )
  }
  writeRows(buffer, layout.acc, rows, layout.rowStride, contents.acc, (value) => lowBits(value, accBits - 1))
  const valid = contents.accValid.map((value) => lowBits(value, accBits))
  new Int32Array(buffer).set(valid, layout.accValid / 4)
}

/** Weights of a bank: of each row its words. */
function readWeights(
  { rows, weightDepth }: ChipConfig,
  { wordBytes, weightRowBytes }: ChipLayout,
  buffer: ArrayBuffer,
  at: number,
): Uint8Array {
  const bytes = weightDepth * wordBytes
  const weights = new Uint8Array(rows * bytes)
  for (let row = 0; row < rows; row++)
    weights.set(new Uint8Array(buffer, at + row * weightRowBytes, bytes), row * bytes)
  return weights
}

function writeWeights(
  { rows, weightDepth }: ChipConfig,
  { wordBytes, weightRowBytes }: ChipLayout,
  to: Uint8Array,
  at: number,
  weights: Uint8Array,
): void {
  const bytes = weightDepth * wordBytes
  for (let row = 0; row < rows; row++)
    to.set(weights.subarray(row * bytes, (row + 1) * bytes), at + row * weightRowBytes)
}

function readRows(buffer: ArrayBuffer, at: number, depth: number, rows: number, stride: number): Int32Array {
  const values = new Int32Array(depth * rows)
  for (let i = 0; i < depth; i++) values.set(new Int32Array(buffer, at + 4 * i * stride, rows), i * rows)
  return values
}

function writeRows(
  buffer: ArrayBuffer,
  at: number,
  rows: number,
  stride: number,
  values: Int32Array,
  wrap: (value: number) => number,
): void {
  const words = new Int32Array(buffer)
  values.forEach((value, i) => {
    words[at / 4 + Math.floor(i / rows) * stride + (i % rows)] = wrap(value)
  })
}
