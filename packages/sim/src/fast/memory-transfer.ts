import { type ChipConfig, lowBits, signExtend } from '@concord/arch'
import type { MemoryContents } from '../memory-contents.js'
import type { ChipLayout } from './layout.js'

/** Copies all memories of a chip out of the linear memory. */
export function readMemories(config: ChipConfig, layout: ChipLayout, buffer: ArrayBuffer): MemoryContents {
  const { actWords, rows, paramDepth, accDepth, residualWords, postLanes } = config
  return {
    act: layout.act.map((at) => new Uint8Array(buffer, at, actWords * layout.wordBytes).slice()),
    wide: new Int16Array(buffer, layout.wide, residualWords * postLanes).slice(),
    weights: layout.weights.map((at) => new Uint8Array(buffer, at, rows * layout.weightRowBytes).slice()),
    thresholds: layout.thresholds.map((at) => readRows(buffer, at, paramDepth, rows, layout.rowStride)),
    acc: readRows(buffer, layout.acc, accDepth, rows, layout.rowStride),
    accValid: new Int32Array(buffer, layout.accValid, accDepth).slice(),
  }
}

/** Copies all memories of a chip into the linear memory. */
export function writeMemories(
  { rows, accBits }: ChipConfig,
  layout: ChipLayout,
  buffer: ArrayBuffer,
  contents: MemoryContents,
): void {
  const bytes = new Uint8Array(buffer)
  for (const [i, at] of layout.act.entries()) bytes.set(contents.act[i]!, at)
  new Int16Array(buffer).set(contents.wide, layout.wide / 2)
  for (const [i, at] of layout.weights.entries()) bytes.set(contents.weights[i]!, at)
  for (const [i, at] of layout.thresholds.entries()) {
    writeRows(buffer, at, rows, layout.rowStride, contents.thresholds[i]!, (value) =>
      signExtend(value, accBits),
    )
  }
  writeRows(buffer, layout.acc, rows, layout.rowStride, contents.acc, (value) => lowBits(value, accBits - 1))
  const valid = contents.accValid.map((value) => lowBits(value, accBits))
  new Int32Array(buffer).set(valid, layout.accValid / 4)
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
