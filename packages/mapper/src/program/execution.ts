import {
  type PassPart,
  type Program,
  programPasses,
  resultTensor,
  type Slot,
  tensorBytes,
} from '@concord/arch'
import { DataError } from '../errors.js'
import { enteringTensor, runSegment } from '../network/host-segment.js'
import { inputTensor } from '../network/input-code.js'
import type { Kept } from '../network/kept.js'
import { readBetween } from './host-meta.js'
import { encodeInput, packCodes } from './pack-input.js'
import type { HostBetween } from './program-segments.js'
import { heldIntegers } from './tensor-values.js'

/** Bytes that go to one place of a pass's stream. */
export interface Patch {
  readonly byteOffset: number
  readonly bytes: Uint8Array
}

/**
 * The host's side of running a program: takes inputs, says what goes into each pass's stream, takes what each pass
 * sends back, and holds the results. Can be used again and again; inputs stay until they are replaced.
 */
export class Execution {
  readonly passes: readonly PassPart[]
  /** [tensor][input]: its words. */
  readonly #tensors: Uint8Array[][]
  readonly #inputSlots: readonly Slot[][]
  readonly #outputSlots: readonly Slot[][]
  /** Of each input; undefined for those that were not given. */
  readonly #kept: (Kept | undefined)[]
  /** Whether inputs were given since the first pass. */
  #fresh = false
  readonly #between: HostBetween

  constructor(readonly program: Program) {
    const { config, batch, tensors, inputs, outputs } = program
    this.passes = programPasses(program)
    this.#kept = new Array<Kept | undefined>(batch).fill(undefined)
    this.#between = readBetween(program)
    this.#tensors = tensors.map((tensor) => {
      const bytes = tensorBytes(config, tensor)
      return Array.from({ length: batch }, () => new Uint8Array(bytes))
    })
    const passOf = (offsets: readonly number[], at: number) => offsets.findLastIndex((first) => first <= at)
    const sort = (slots: readonly Slot[], offsets: readonly number[]) => {
      const sorted = offsets.map((): Slot[] => [])
      for (const slot of slots) sorted[passOf(offsets, slot.byteOffset)].push(slot)
      return sorted
    }
    this.#inputSlots = sort(
      inputs,
      this.passes.map(({ byteOffset }) => byteOffset),
    )
    this.#outputSlots = sort(
      outputs,
      this.passes.map(({ outputOffset }) => outputOffset),
    )
  }

  /**
   * @param index - 0..batch − 1
   * @throws DataError when there is no such input or it has another size
   */
  setInput(index: number, pixels: Uint8Array): void {
    this.#checkInput(index)
    const kept: Kept = new Map()
    this.#tensors[0][index] = encodeInput(this.program, pixels, kept)
    const { graphInput } = this.#between
    if (graphInput) kept.set(graphInput.tensor, inputTensor(graphInput, pixels))
    this.#kept[index] = kept
    this.#fresh = true
  }

  /** Runs the host's segments behind a pass, for all inputs that were given. */
  #segments(after: number): void {
    for (const segment of this.#between.segments) {
      if (segment.after !== after) continue
      for (const [index, kept] of this.#kept.entries()) {
        if (kept === undefined) continue
        const entering = segment.inputs.map((input) =>
          enteringTensor(input, heldIntegers(this.program, input, this.#tensors[input.held][index])),
        )
        const codes = runSegment(segment, entering, kept)
        if (codes === undefined) continue
        const { config, tensors } = this.program
        this.#tensors[segment.held!][index] = packCodes(config, tensors[segment.held!], codes)
      }
    }
  }

  /** What belongs into the stream of a pass, once the passes before it have been taken. */
  patches(pass: number): Patch[] {
    if (this.#fresh) {
      this.#fresh = false
      this.#segments(-1)
    }
    const { byteOffset: start } = this.passes[pass]
    return this.#inputSlots[pass].flatMap((slot) => {
      const { input, tensor, byteOffset, bytes, lines, byteStep, tensorOffset, tensorStep } = slot
      const held = this.#tensors[tensor][input]
      return Array.from({ length: lines }, (_, line) => {
        const from = tensorOffset + line * tensorStep
        return { byteOffset: byteOffset - start + line * byteStep, bytes: held.subarray(from, from + bytes) }
      })
    })
  }

  /**
   * A pass's stream with everything in it.
   *
   * @param stream - to write into. Default: a new one
   */
  stream(pass: number, stream = this.passes[pass].stream.slice()): Uint8Array {
    for (const { byteOffset, bytes } of this.patches(pass)) stream.set(bytes, byteOffset)
    return stream
  }

  /**
   * Takes what a pass sent back.
   *
   * @throws DataError when it has another length
   */
  take(pass: number, output: Uint8Array): void {
    const { outputBytes, outputOffset } = this.passes[pass]
    if (output.length !== outputBytes) {
      const why = `${output.length} bytes, pass ${pass} sends ${outputBytes}`
      throw new DataError('Wrong output size', 'output of the chip', why, 'run the whole pass')
    }
    for (const slot of this.#outputSlots[pass]) {
      const { input, tensor, byteOffset, bytes, lines, byteStep, tensorOffset, tensorStep } = slot
      const held = this.#tensors[tensor][input]
      for (let line = 0; line < lines; line++) {
        const from = byteOffset - outputOffset + line * byteStep
        held.set(output.subarray(from, from + bytes), tensorOffset + line * tensorStep)
      }
    }
    this.#segments(pass)
  }

  /** Words of a tensor of one input. */
  tensor(tensor: number, index: number): Uint8Array {
    this.#checkInput(index)
    return this.#tensors[tensor][index]
  }

  /** What the host's parts have kept of one input for the head. */
  kept(index: number): Kept {
    this.#checkInput(index)
    return this.#kept[index] ?? new Map()
  }

  /** Words of the results of one input, once all passes have been taken. */
  result(index: number): Uint8Array {
    return this.tensor(resultTensor(this.program), index)
  }

  #checkInput(index: number): void {
    const { batch } = this.program
    if (Number.isInteger(index) && index >= 0 && index < batch) return
    const why = `the program handles ${batch} inputs, 0..${batch - 1}`
    throw new DataError('No such input', `input ${index}`, why, 'map the network with a larger batch')
  }
}
