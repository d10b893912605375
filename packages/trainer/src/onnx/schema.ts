import protobuf from 'protobufjs/light.js'

/**
 * The part of the ONNX schema that a trained network needs, with the field names and numbers of onnx.proto.
 *
 * From the ONNX specification, IR version 7.
 */
const ONNX_SCHEMA = {
  nested: {
    onnx: {
      nested: {
        ModelProto: message({
          ir_version: ['int64', 1],
          producer_name: ['string', 2],
          graph: ['GraphProto', 7],
          opset_import: ['OperatorSetIdProto[]', 8],
          metadata_props: ['StringStringEntryProto[]', 14],
        }),
        OperatorSetIdProto: message({ domain: ['string', 1], version: ['int64', 2] }),
        StringStringEntryProto: message({ key: ['string', 1], value: ['string', 2] }),
        GraphProto: message({
          node: ['NodeProto[]', 1],
          name: ['string', 2],
          initializer: ['TensorProto[]', 5],
          input: ['ValueInfoProto[]', 11],
          output: ['ValueInfoProto[]', 12],
        }),
        NodeProto: message({
          input: ['string[]', 1],
          output: ['string[]', 2],
          name: ['string', 3],
          op_type: ['string', 4],
          attribute: ['AttributeProto[]', 5],
          domain: ['string', 7],
        }),
        AttributeProto: message({
          name: ['string', 1],
          f: ['float', 2],
          i: ['int64', 3],
          s: ['bytes', 4],
          ints: ['int64[]', 8],
          type: ['int32', 20],
        }),
        TensorProto: message({
          dims: ['int64[]', 1],
          data_type: ['int32', 2],
          name: ['string', 8],
          raw_data: ['bytes', 9],
        }),
        ValueInfoProto: message({ name: ['string', 1], type: ['TypeProto', 2] }),
        TypeProto: message({ tensor_type: ['TensorTypeProto', 1] }),
        TensorTypeProto: message({ elem_type: ['int32', 1], shape: ['TensorShapeProto', 2] }),
        TensorShapeProto: message({ dim: ['DimensionProto[]', 1] }),
        DimensionProto: message({ dim_value: ['int64', 1], dim_param: ['string', 2] }),
      },
    },
  },
}

/** The type of a whole file. */
export const modelType = protobuf.Root.fromJSON(ONNX_SCHEMA).lookupType('onnx.ModelProto')

/** Builds a message descriptor from `field: [type, number]`; a type ending in `[]` is repeated. */
function message(fields: Record<string, readonly [type: string, id: number]>): protobuf.IType {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [type, id]]) =>
        type.endsWith('[]')
          ? [name, { rule: 'repeated', type: type.slice(0, -2), id }]
          : [name, { type, id }],
      ),
    ),
  }
}
