import { type Program, programPasses, type Slot } from '@concord/arch'
import type { FastChip } from '@concord/sim'

/**
 * Chips on the fast path that run the passes of a program in turn. Passes know of each other through the host alone, so each may have a
 * chip of its own, which takes it apart once; on one chip for all, whose memories keep what the pass before left, only a single pass is.
 */
export class FastPasses {
  readonly #slots: readonly Slot[][]
  readonly #loaded: (number | undefined)[]

  /** @param chips - one for all passes, or one for each */
  constructor(
    readonly chips: readonly FastChip[],
    program: Program,
  ) {
    this.#loaded = chips.map(() => undefined)
    this.#slots = programPasses(program).map(({ byteOffset, stream }) =>
      program.inputs
        .filter((slot) => slot.byteOffset >= byteOffset && slot.byteOffset < byteOffset + stream.length)
        .map((slot) => ({ ...slot, byteOffset: slot.byteOffset - byteOffset })),
    )
  }

  /** The chip that runs a pass, with the inputs that its stream holds. */
  load(pass: number, stream: Uint8Array): FastChip {
    const place = pass % this.chips.length
    const chip = this.chips[place]
    if (this.#loaded[place] !== pass) {
      chip.load(stream)
      this.#loaded[place] = pass
      return chip
    }
    for (const { byteOffset, bytes, lines, byteStep } of this.#slots[pass]) {
      for (let line = 0, at = byteOffset; line < lines; line++, at += byteStep) {
        chip.patch(at, stream.subarray(at, at + bytes))
      }
    }
    return chip
  }
}
