import { type Program, programPasses, type Slot } from '@concord/arch'
import type { FastChip } from '@concord/sim'

/** A chip on the fast path that runs the passes of a program in turn; a program of one pass is taken apart once. */
export class FastPasses {
  readonly #slots: readonly Slot[][]
  #loaded: number | undefined

  constructor(
    readonly chip: FastChip,
    program: Program,
  ) {
    this.#slots = programPasses(program).map(({ byteOffset, stream }) =>
      program.inputs
        .filter((slot) => slot.byteOffset >= byteOffset && slot.byteOffset < byteOffset + stream.length)
        .map((slot) => ({ ...slot, byteOffset: slot.byteOffset - byteOffset })),
    )
  }

  /** Makes a pass the one that the chip runs, with the inputs that its stream holds. */
  load(pass: number, stream: Uint8Array): void {
    if (this.#loaded !== pass) {
      this.chip.load(stream)
      this.#loaded = pass
      return
    }
    for (const { byteOffset, bytes, lines, byteStep } of this.#slots[pass]) {
      for (let line = 0, at = byteOffset; line < lines; line++, at += byteStep) {
        this.chip.patch(at, stream.subarray(at, at + bytes))
      }
    }
  }
}
