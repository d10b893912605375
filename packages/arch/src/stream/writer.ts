import { lowBits } from '../bits.js'
import { encodeInstruction } from '../commands/encode.js'
import { formatInstruction } from '../commands/format.js'
import type { Instruction } from '../commands/instruction.js'
import { ISA_VERSION } from '../commands/operations.js'
import { type RegisterName, type RegisterValues, setRegister } from '../commands/pack-register.js'
import type { ChipConfig } from '../config/chip-config.js'
import { type ChipGeometry, chipGeometry } from '../config/geometry.js'
import { chipSignature } from '../config/signature.js'
import { ConcordError } from '../error.js'
import { payloadBytes } from './payload.js'

/** Writes the byte stream that a chip executes; every part is padded to whole beats. */
export class StreamWriter {
  readonly geometry: ChipGeometry
  #buffer = new Uint8Array(1024)
  #length = 0
  #instructions = 0
  #owed = 0
  #owedBy = ''

  constructor(readonly config: ChipConfig) {
    this.geometry = chipGeometry(config)
  }

  /** Bytes written so far: the offset of what is written next. */
  get byteLength(): number {
    return this.#length
  }

  /** Instructions written so far: the number of the next one. */
  get instructionCount(): number {
    return this.#instructions
  }

  /** Writes BEGIN with the signature of this chip. */
  begin(): this {
    return this.instruction({ op: 'BEGIN', signature: chipSignature(this.config), version: ISA_VERSION })
  }

  /** Writes END. */
  end(): this {
    return this.instruction({ op: 'END' })
  }

  /** Writes a SET; fields left out are 0. */
  set<N extends RegisterName>(name: N, values: Partial<RegisterValues<N>>): this {
    return this.instruction(setRegister(name, values))
  }

  /** Writes one instruction; a LOAD_* owes the payload that must follow it. */
  instruction(instruction: Instruction): this {
    this.raw(encodeInstruction(instruction))
    this.#owed = payloadBytes(this.geometry, instruction)
    if (this.#owed > 0) this.#owedBy = formatInstruction(instruction)
    return this
  }

  /** Writes 32 bits as an instruction without looking at them; for programs that must fail. */
  raw(word: number): this {
    this.#settled()
    const at = this.#grow(this.geometry.instructionBytes)
    for (let byte = 0; byte < 4; byte++) this.#buffer[at + byte] = word >>> (8 * byte)
    this.#instructions++
    return this
  }

  /**
   * Writes payload as it stands, in one piece or in several.
   *
   * @param bytes - activation words, or weight words of row 0, row 1, …; `wordBytes` each
   */
  words(bytes: Uint8Array): this {
    this.#pay(bytes.length, () => {
      const at = this.#grow(bytes.length)
      this.#buffer.set(bytes, at)
    })
    return this
  }

  /**
   * Writes the thresholds of a LOAD_THRESHOLDS.
   *
   * @param values - slots × rows, rows fastest; each fits `accBits`, two's complement
   */
  thresholds(values: Int32Array): this {
    const { thresholdBytes } = this.geometry
    const { accBits } = this.config
    const max = 2 ** (accBits - 1) - 1
    const misfit = values.find((value) => value > max || value < -max - 1)
    if (misfit !== undefined) {
      throw new StreamError(
        this.#owedBy || 'thresholds',
        `threshold ${misfit} does not fit accBits = ${accBits}: ${-max - 1}..${max}`,
        'clamp thresholds that no sum reaches',
      )
    }
    this.#pay(values.length * thresholdBytes, () => {
      for (const value of values) {
        const at = this.#grow(thresholdBytes)
        const bits = lowBits(value, accBits)
        for (let byte = 0; byte < Math.min(4, thresholdBytes); byte++)
          this.#buffer[at + byte] = bits >>> (8 * byte)
      }
    })
    return this
  }

  /**
   * Writes payload of the wide bank.
   *
   * @param values - int16, `postLanes` a word, lanes fastest; whole words
   */
  wide(values: Int16Array): this {
    const { wideBytes } = this.geometry
    const { postLanes } = this.config
    if (values.length % postLanes !== 0) {
      throw new StreamError(
        this.#owedBy || 'wide words',
        `${values.length} values are not whole words of postLanes = ${postLanes}`,
        'fill the last word with zeros',
      )
    }
    this.#pay((values.length / postLanes) * wideBytes, () => {
      for (let first = 0; first < values.length; first += postLanes) {
        const at = this.#grow(wideBytes)
        for (let lane = 0; lane < postLanes; lane++) {
          this.#buffer[at + 2 * lane] = values[first + lane]!
          this.#buffer[at + 2 * lane + 1] = values[first + lane]! >> 8
        }
      }
    })
    return this
  }

  /** The stream so far; whole beats. Its last beat carries the last flag. */
  bytes(): Uint8Array {
    this.#settled()
    return this.#buffer.slice(0, this.#length)
  }

  #pay(length: number, write: () => void): void {
    if (length > this.#owed) {
      throw new StreamError(
        this.#owedBy || 'payload',
        `${length} bytes of payload, ${this.#owed} are owed`,
        'write the LOAD_* that the payload belongs to first, with its true counts',
      )
    }
    write()
    this.#owed -= length
  }

  #settled(): void {
    if (this.#owed > 0) {
      throw new StreamError(
        this.#owedBy,
        `${this.#owed} bytes of payload are missing`,
        'write the payload first',
      )
    }
  }

  /** Reserves zeroed bytes and returns where they start; may replace the buffer. */
  #grow(bytes: number): number {
    const at = this.#length
    this.#length += bytes
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#buffer.length))
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    return at
  }
}

/** A byte stream is not one that the chip would execute to its END. */
export class StreamError extends ConcordError {
  override readonly name = 'StreamError'

  constructor(where: string, why: string, fix: string) {
    super({ what: 'Illegal command stream', where, why, fix })
  }
}
