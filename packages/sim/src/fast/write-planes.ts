import type { ScaleMemory } from './scale-memory.js'
import { type ScaleRun, windowAddress } from './scale-run.js'

/** Told of each activation word before and after it is written: byte address and length. */
export interface WordObserver {
  before(at: number, bytes: number): void
  after(at: number, bytes: number): void
}

/** Writes the planes of a window's codes: with fewer rows than lanes one segment of a word, those above it cleared. */
export function writePlanes(
  { config, layout, bytes }: ScaleMemory,
  run: ScaleRun,
  codes: Uint8Array,
  wx: number,
  wy: number,
  observer: WordObserver | undefined,
): void {
  const { lanes } = config
  const { wordBytes } = layout
  const window = windowAddress(run.out, wx, wy, run.addrMask)
  const words = config.rows < lanes ? 1 : Math.ceil(run.rows / lanes)
  for (let plane = 0; plane < run.planes; plane++) {
    const address = (window + plane * run.outDp) & run.addrMask
    const at = layout.act[run.outBank]! + address * wordBytes
    observer?.before(at, words * wordBytes)
    for (let word = 0; word < words; word++) {
      const from = at + word * wordBytes
      bytes[from + (run.segment >>> 3)]! &= (1 << (run.segment & 7)) - 1
      bytes.fill(0, from + (run.segment >>> 3) + 1, from + wordBytes)
      const rows = Math.min(lanes, run.rows - word * lanes)
      for (let row = 0; row < rows; row++) {
        const bit = run.segment + row
        bytes[from + (bit >>> 3)]! |= ((codes[word * lanes + row]! >>> plane) & 1) << (bit & 7)
      }
    }
    observer?.after(at, words * wordBytes)
  }
}
