import { ByteBuffer } from 'flatbuffers'
import { FormatError } from '../format-error.js'

/** Bytes of the offset or length in front of every vector and table. */
const OFFSET_BYTES = 4

/** A FlatBuffers file whose every access is checked against its size. */
export class FlatFile {
  readonly #buffer: ByteBuffer

  /** @param where - name of the file, for errors */
  constructor(
    readonly bytes: Uint8Array,
    readonly where: string,
  ) {
    this.#buffer = new ByteBuffer(bytes)
  }

  /** The table that the file begins with. */
  root(): FlatTable {
    return new FlatTable(this, this.need(0, OFFSET_BYTES).readUint32(0))
  }

  /** The buffer, when `size` bytes at `at` lie inside it. */
  need(at: number, size: number): ByteBuffer {
    if (!(at >= 0 && size >= 0 && at + size <= this.bytes.length)) {
      throw new FormatError(
        'TensorFlow Lite model',
        this.where,
        `it is damaged: byte ${at} of ${this.bytes.length} is needed`,
      )
    }
    return this.#buffer
  }

  /** Start and length of the vector whose offset is stored at `at`. */
  vector(at: number, elementBytes: number): { readonly start: number; readonly length: number } {
    const header = at + this.need(at, OFFSET_BYTES).readUint32(at)
    const length = this.need(header, OFFSET_BYTES).readUint32(header)
    this.need(header + OFFSET_BYTES, length * elementBytes)
    return { start: header + OFFSET_BYTES, length }
  }
}

/** A table of a FlatBuffers file; fields by their number in the schema, absent ones have their default. */
export class FlatTable {
  constructor(
    readonly file: FlatFile,
    readonly position: number,
  ) {
    file.need(position, OFFSET_BYTES)
  }

  int8(field: number, fallback = 0): number {
    const at = this.#field(field, 1)
    return at === undefined ? fallback : this.file.need(at, 1).readInt8(at)
  }

  int32(field: number, fallback = 0): number {
    const at = this.#field(field, 4)
    return at === undefined ? fallback : this.file.need(at, 4).readInt32(at)
  }

  float32(field: number, fallback = 0): number {
    const at = this.#field(field, 4)
    return at === undefined ? fallback : this.file.need(at, 4).readFloat32(at)
  }

  /** A table; undefined when absent. */
  table(field: number): FlatTable | undefined {
    const at = this.#field(field, OFFSET_BYTES)
    return at === undefined ? undefined : this.#tableAt(at)
  }

  tables(field: number): FlatTable[] {
    return this.#elements(field, OFFSET_BYTES, (at) => this.#tableAt(at))
  }

  int32s(field: number): number[] {
    return this.#elements(field, 4, (at) => this.file.need(at, 4).readInt32(at))
  }

  int64s(field: number): number[] {
    return this.#elements(field, 8, (at) => Number(this.file.need(at, 8).readInt64(at)))
  }

  float32s(field: number): number[] {
    return this.#elements(field, 4, (at) => this.file.need(at, 4).readFloat32(at))
  }

  /** Bytes, as a view; undefined when absent. */
  byteVector(field: number): Uint8Array | undefined {
    const at = this.#field(field, OFFSET_BYTES)
    if (at === undefined) return undefined
    const { start, length } = this.file.vector(at, 1)
    return this.file.bytes.subarray(start, start + length)
  }

  text(field: number): string {
    return new TextDecoder().decode(this.byteVector(field))
  }

  #elements<T>(field: number, bytes: number, read: (at: number) => T): T[] {
    const at = this.#field(field, OFFSET_BYTES)
    if (at === undefined) return []
    const { start, length } = this.file.vector(at, bytes)
    return Array.from({ length }, (_, i) => read(start + i * bytes))
  }

  #tableAt(at: number): FlatTable {
    return new FlatTable(this.file, at + this.file.need(at, OFFSET_BYTES).readUint32(at))
  }

  /** Where a field is stored; undefined when it is absent. */
  #field(field: number, bytes: number): number | undefined {
    const { file, position } = this
    const vtable = position - file.need(position, 4).readInt32(position)
    const entry = 4 + 2 * field
    if (entry + 2 > file.need(vtable, 4).readUint16(vtable)) return undefined
    const offset = file.need(vtable + entry, 2).readUint16(vtable + entry)
    if (offset === 0) return undefined
    file.need(position + offset, bytes)
    return position + offset
  }
}
