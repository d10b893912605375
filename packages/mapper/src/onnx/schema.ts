import protobuf from 'protobufjs/light.js'

type FieldSpec = readonly [type: string, id: number]

/** Message descriptor from `field: [type, number]`; a type ending in `[]` is repeated. */
function message(fields: Record<string, FieldSpec>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [type, id]]) => {
    const repeated = type.endsWith('[]')
    return [name, repeated ? { rule: 'repeated', type: type.slice(0, -2), id } : { type, id }]
  })
  return { fields: Object.fromEntries(entries) }
}

/**
 * The part of onnx.proto that a network's arithmetic needs.
 *
 * Field names and numbers are those of the ONNX specification (IR version 10); fields not listed are skipped.
 */
const descriptor: protobuf.INamespace = {
  nested: {
    ModelProto: message({
      irVersion: ['int64', 1],
      producerName: ['string', 2],
      graph: ['GraphProto', 7],
      opsetImport: ['OperatorSetIdProto[]', 8],
    }),
    OperatorSetIdProto: message({ domain: ['string', 1], version: ['int64', 2] }),
    GraphProto: message({
      node: ['NodeProto[]', 1],
      name: ['string', 2],
      initializer: ['TensorProto[]', 5],
      input: ['ValueInfoProto[]', 11],
      output: ['ValueInfoProto[]', 12],
      sparseInitializer: ['SparseTensorProto[]', 15],
    }),
    NodeProto: message({
      input: ['string[]', 1],
      output: ['string[]', 2],
      name: ['string', 3],
      opType: ['string', 4],
      attribute: ['AttributeProto[]', 5],
      domain: ['string', 7],
    }),
    AttributeProto: message({
      name: ['string', 1],
      f: ['float', 2],
      i: ['int64', 3],
      s: ['bytes', 4],
      t: ['TensorProto', 5],
      floats: ['float[]', 7],
      ints: ['int64[]', 8],
      strings: ['bytes[]', 9],
      type: ['int32', 20],
    }),
    TensorProto: message({
      dims: ['int64[]', 1],
      dataType: ['int32', 2],
      floatData: ['float[]', 4],
      int32Data: ['int32[]', 5],
      int64Data: ['int64[]', 7],
      name: ['string', 8],
      rawData: ['bytes', 9],
      doubleData: ['double[]', 10],
      uint64Data: ['uint64[]', 11],
      dataLocation: ['int32', 14],
    }),
    SparseTensorProto: message({ dims: ['int64[]', 3] }),
    ValueInfoProto: message({ name: ['string', 1], type: ['TypeProto', 2] }),
    TypeProto: message({ tensorType: ['TensorTypeProto', 1] }),
    TensorTypeProto: message({ elemType: ['int32', 1], shape: ['TensorShapeProto', 2] }),
    TensorShapeProto: message({ dim: ['DimensionProto[]', 1] }),
    DimensionProto: message({ dimValue: ['int64', 1], dimParam: ['string', 2] }),
  },
}

/** Message type of a whole ONNX file. */
export const modelType = protobuf.Root.fromJSON(descriptor).lookupType('ModelProto')

export interface TensorProto {
  readonly dims: readonly number[]
  readonly dataType: number
  readonly floatData: readonly number[]
  readonly int32Data: readonly number[]
  readonly int64Data: readonly number[]
  readonly uint64Data: readonly number[]
  readonly doubleData: readonly number[]
  readonly rawData: Uint8Array
  readonly name: string
  readonly dataLocation: number
}

export interface AttributeProto {
  readonly name: string
  readonly f: number
  readonly i: number
  readonly s: Uint8Array
  readonly t: TensorProto | null
  readonly floats: readonly number[]
  readonly ints: readonly number[]
  readonly strings: readonly Uint8Array[]
  readonly type: number
}

export interface NodeProto {
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly name: string
  readonly opType: string
  readonly attribute: readonly AttributeProto[]
  readonly domain: string
}

export interface ValueInfoProto {
  readonly name: string
  readonly type: {
    readonly tensorType: {
      readonly elemType: number
      readonly shape: { readonly dim: readonly { readonly dimValue: number }[] } | null
    } | null
  } | null
}

export interface ModelProto {
  readonly producerName: string
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[]
  readonly graph: {
    readonly name: string
    readonly node: readonly NodeProto[]
    readonly initializer: readonly TensorProto[]
    readonly sparseInitializer: readonly unknown[]
    readonly input: readonly ValueInfoProto[]
    readonly output: readonly ValueInfoProto[]
  } | null
}
