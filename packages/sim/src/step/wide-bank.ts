import { type ChipConfig, signExtend } from '@concord/arch'
import { Memory } from './memory.js'

/** The wide bank: words of int16 values, one for each post lane. Mirrors rtl/concord_wide_bank.sv. */
export class WideBank {
  readonly memory: Memory

  constructor({ residualWords, postLanes }: ChipConfig) {
    this.memory = new Memory(residualWords, 16 * postLanes)
  }

  /** Copies the values of a word. */
  read(address: number, values: Int32Array): void {
    const { data, stride } = this.memory
    for (let lane = 0; lane < values.length; lane++) {
      const part = data[address * stride + (lane >>> 1)]
      values[lane] = signExtend((part >>> (16 * (lane & 1))) & 0xffff, 16)
    }
  }

  tick(): void {
    this.memory.tick()
  }
}

/** Packs int16 values into a word. */
export function packWide(values: ArrayLike<number>, word: Uint32Array): void {
  word.fill(0)
  for (let lane = 0; lane < values.length; lane++) {
    word[lane >>> 1] |= (values[lane] & 0xffff) << (16 * (lane & 1))
  }
}
