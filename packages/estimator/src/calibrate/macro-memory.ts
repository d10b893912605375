import type { MacroNode } from './gate-program.js'

/**
 * An SRAM macro of the gate simulator, as in cells/macro-model.ts: it takes at the rising edge of its clock what it does at the falling one. Behind a
 * write, when nothing that it gives can be used, its data stay.
 */
export class MacroMemory {
  readonly #words: Uint32Array
  #asked = { isOn: false, isWrite: false, mask: 0, address: 0, data: 0 }

  constructor(readonly node: MacroNode) {
    this.#words = new Uint32Array(node.words)
  }

  /** Rising edge. */
  take(value: Uint8Array): void {
    const { select, write, mask, address, data } = this.node
    const word = (nets: readonly number[]): number =>
      nets.reduce((bits, net, bit) => (bits | (value[net]! << bit)) >>> 0, 0)
    const bytes = mask.reduce((bits, net, byte) => (bits | (value[net]! * (0xff << (8 * byte)))) >>> 0, 0)
    this.#asked = {
      ...{ isOn: value[select] === 0, isWrite: value[write] === 0 },
      ...{ mask: bytes, address: word(address), data: word(data) },
    }
  }

  /** Falling edge: the word it gives now, or undefined when that stays. */
  give(): number | undefined {
    const { isOn, isWrite, mask, address, data } = this.#asked
    if (!isOn) return undefined
    const words = this.#words
    if (!isWrite) return words[address]
    words[address] = (words[address]! & ~mask) | (data & mask)
    return undefined
  }
}
