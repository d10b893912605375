import type { Row } from './row.js'

/** Lines of rows in UTF-8 as they come: while rows wait to be stored there are no strings of them for the garbage collector to move. */
export class RowText {
  #text: Uint8Array
  #bytes = 0
  readonly #encoder = new TextEncoder()

  /** @param room - bytes that it can hold at first */
  constructor(room = 0) {
    this.#text = new Uint8Array(room)
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes
  }

  add(row: Row): void {
    const json = JSON.stringify(row)
    const bytesMost = this.#bytes + UTF8_BYTES_MOST * json.length + 1
    if (bytesMost > this.#text.length) {
      const text = new Uint8Array(2 * bytesMost)
      text.set(this.#text)
      this.#text = text
    }
    this.#bytes += this.#encoder.encodeInto(json, this.#text.subarray(this.#bytes)).written
    this.#text[this.#bytes++] = LINE_FEED
  }

  /** The lines since the last time; they stay until the next row is added. */
  take(): Uint8Array {
    const text = this.#text.subarray(0, this.#bytes)
    this.#bytes = 0
    return text
  }
}

const LINE_FEED = 10
/** Bytes in UTF-8 that a unit of a string can take. */
const UTF8_BYTES_MOST = 3
