import { Builder } from 'flatbuffers'
import { encode } from 'flatbuffers/js/flexbuffers.js'
import { BUILTIN, TENSOR_TYPE } from '../../src/formats/tflite/schema.js'

/** Value of a table's field by its number in the schema. */
export type Field =
  | { readonly int8: number }
  | { readonly int32: number }
  | { readonly float32: number }
  | { readonly int32s: readonly number[] }
  | { readonly float32s: readonly number[] }
  | { readonly int64s: readonly number[] }
  | { readonly bytes: Uint8Array }
  | { readonly text: string }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] }

export type Table = Readonly<Record<number, Field>>

const CUSTOM = 32

type TypeName = keyof typeof TENSOR_TYPE

export interface TensorOptions {
  readonly type?: TypeName
  readonly scale?: number
  readonly zeroPoint?: number
}

/** Builds small TensorFlow Lite files for tests, after the public schema. */
export class TfliteBuilder {
  readonly #tensors: Table[] = []
  readonly #buffers: Table[] = [{}]
  readonly #codes: Table[] = []
  readonly #operators: Table[] = []

  /** A computed tensor or the input; returns its number. */
  tensor(name: string, shape: readonly number[], options: TensorOptions = {}): number {
    const { type = 'float32', scale, zeroPoint = 0 } = options
    const quantisation: Table =
      scale === undefined ? {} : { 2: { float32s: [scale] }, 3: { int64s: [zeroPoint] } }
    const fields: Table = { 0: { int32s: shape }, 1: { int8: TENSOR_TYPE[type] }, 3: { text: name } }
    return this.#tensors.push(scale === undefined ? fields : { ...fields, 4: { table: quantisation } }) - 1
  }

  /** A constant of float32 or int32 elements. */
  constant(
    name: string,
    shape: readonly number[],
    values: readonly number[],
    type: 'float32' | 'int32' = 'float32',
  ): number {
    const data = type === 'float32' ? Float32Array.from(values) : Int32Array.from(values)
    const buffer = this.#buffers.push({ 0: { bytes: new Uint8Array(data.buffer) } }) - 1
    const number = this.tensor(name, shape, { type })
    this.#tensors[number] = { ...this.#tensors[number], 2: { int32: buffer } }
    return number
  }

  /** An operator of TensorFlow Lite; returns its result. */
  operator(
    kind: keyof typeof BUILTIN,
    inputs: readonly number[],
    output: number,
    options: Table = {},
  ): number {
    const code = BUILTIN[kind]
    const opcode = this.#codes.push({ 0: { int8: Math.min(code, 127) }, 3: { int32: code } }) - 1
    this.#operators.push({
      0: { int32: opcode },
      1: { int32s: inputs },
      2: { int32s: [output] },
      4: { table: options },
    })
    return output
  }

  /** A custom operator with a FlexBuffers map; returns its result. */
  custom(
    kind: string,
    inputs: readonly number[],
    output: number,
    options: Readonly<Record<string, number>> = {},
  ): number {
    const opcode = this.#codes.push({ 0: { int8: CUSTOM }, 1: { text: kind }, 3: { int32: CUSTOM } }) - 1
    const custom = encode(options)
    this.#operators.push({
      0: { int32: opcode },
      1: { int32s: inputs },
      2: { int32s: [output] },
      5: { bytes: custom },
    })
    return output
  }

  build(input: number, output: number): Uint8Array {
    const graph: Table = {
      0: { tables: this.#tensors },
      1: { int32s: [input] },
      2: { int32s: [output] },
      3: { tables: this.#operators },
    }
    const model: Table = {
      0: { int32: 3 },
      1: { tables: this.#codes },
      2: { tables: [graph] },
      4: { tables: this.#buffers },
    }
    const builder = new Builder(1024)
    builder.finish(writeTable(builder, model), 'TFL3')
    return builder.asUint8Array().slice()
  }
}

/** Writes a table behind everything that it refers to; returns its offset. */
function writeTable(builder: Builder, table: Table): number {
  const fields = Object.entries(table).map(
    ([field, value]) => [Number(field), value, reference(builder, value)] as const,
  )
  builder.startObject(Math.max(-1, ...fields.map(([field]) => field)) + 1)
  for (const [field, value, offset] of fields) {
    // Defaults that no value has, so that every field is written
    if ('int8' in value) builder.addFieldInt8(field, value.int8, -128)
    else if ('int32' in value) builder.addFieldInt32(field, value.int32, -(2 ** 31))
    else if ('float32' in value) builder.addFieldFloat32(field, value.float32, Number.MIN_VALUE)
    else builder.addFieldOffset(field, offset, 0)
  }
  return builder.endObject()
}

/** Writes what a field refers to; 0 for a scalar. */
function reference(builder: Builder, value: Field): number {
  if ('text' in value) return builder.createString(value.text)
  if ('table' in value) return writeTable(builder, value.table)
  if ('bytes' in value) return vector(builder, 1, value.bytes, (byte) => builder.addInt8(byte))
  if ('int32s' in value) return vector(builder, 4, value.int32s, (x) => builder.addInt32(x))
  if ('float32s' in value) return vector(builder, 4, value.float32s, (x) => builder.addFloat32(x))
  if ('int64s' in value) return vector(builder, 8, value.int64s, (x) => builder.addInt64(BigInt(x)))
  if (!('tables' in value)) return 0
  const offsets = value.tables.map((table) => writeTable(builder, table))
  return vector(builder, 4, offsets, (offset) => builder.addOffset(offset))
}

function vector(
  builder: Builder,
  size: number,
  elements: ArrayLike<number>,
  add: (element: number) => void,
): number {
  builder.startVector(size, elements.length, size)
  for (let i = elements.length - 1; i >= 0; i--) add(elements[i])
  return builder.endVector()
}
