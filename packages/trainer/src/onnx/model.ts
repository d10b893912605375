import { modelType } from './schema.js'

/** ONNX tensor element types used here. */
export const ELEMENT = { float: 1, int8: 3, int64: 7, int4: 22 } as const

/** ONNX attribute types used here. */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const

/** Model file. */
export interface OnnxModel {
  readonly ir_version: number
  readonly producer_name: string
  readonly graph: OnnxGraph
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[]
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[]
}

export interface OnnxGraph {
  readonly node: readonly OnnxNode[]
  readonly name: string
  readonly initializer: readonly OnnxTensor[]
  readonly input: readonly OnnxValueInfo[]
  readonly output: readonly OnnxValueInfo[]
}

export interface OnnxNode {
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly name: string
  readonly op_type: string
  readonly attribute: readonly OnnxAttribute[]
  readonly domain: string
}

export interface OnnxAttribute {
  readonly name: string
  /** One of `ATTRIBUTE`; tells which of the value fields counts. */
  readonly type: number
  readonly f?: number
  readonly i?: number
  /** UTF-8. */
  readonly s?: Uint8Array
  readonly ints?: readonly number[]
}

export interface OnnxTensor {
  readonly dims: readonly number[]
  /** One of `ELEMENT`. */
  readonly data_type: number
  readonly name: string
  /** Little endian, row-major; of int4 two a byte, the first in the low half. */
  readonly raw_data: Uint8Array
}

export interface OnnxValueInfo {
  readonly name: string
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number
      readonly shape: {
        readonly dim: readonly { readonly dim_value?: number; readonly dim_param?: string }[]
      }
    }
  }
}

/** Serialises a model. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return Uint8Array.from(modelType.encode(modelType.fromObject(model)).finish())
}
