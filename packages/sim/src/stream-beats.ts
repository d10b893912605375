import { type ChipConfig, ConcordError } from '@concord/arch'

/** A byte stream cut into beats. */
export class StreamBeats {
  readonly count: number
  readonly #low: Uint32Array
  readonly #high: Uint32Array

  /** @throws StreamShapeError when the bytes are not one or more whole beats */
  constructor({ name, streamBits }: ChipConfig, bytes: Uint8Array) {
    const beatBytes = streamBits / 8
    this.count = bytes.length / beatBytes
    if (bytes.length === 0 || !Number.isInteger(this.count)) {
      throw new StreamShapeError(name, bytes.length, beatBytes)
    }
    this.#low = new Uint32Array(this.count)
    this.#high = new Uint32Array(streamBits === 64 ? this.count : 0)
    bytes.forEach((byte, i) => {
      const position = i % beatBytes
      const half = position < 4 ? this.#low : this.#high
      half[Math.floor(i / beatBytes)] |= byte << (8 * (position & 3))
    })
  }

  /** Low 32 bits of a beat, unsigned. */
  low(beat: number): number {
    return this.#low[beat]
  }

  /** High 32 bits of a 64-bit beat, unsigned; 0 with narrower streams. */
  high(beat: number): number {
    return this.#high.length > 0 ? this.#high[beat] : 0
  }
}

/** A stream that is not whole beats of its chip. */
export class StreamShapeError extends ConcordError {
  override readonly name = 'StreamShapeError'

  constructor(
    readonly chip: string,
    readonly bytes: number,
    readonly beatBytes: number,
  ) {
    super({
      what: 'The stream does not fit the chip',
      where: `stream of ${bytes} bytes for chip ${chip}`,
      why: `the chip takes beats of ${beatBytes} byte(s), and at least one of them`,
      fix: 'write the stream with StreamWriter for this chip',
    })
  }
}
