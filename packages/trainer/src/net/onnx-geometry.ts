import { intAttribute, intsAttribute } from '../onnx/graph-builder.js'
import type { OnnxAttribute } from '../onnx/model.js'
import type { Geometry } from './convolution.js'

/** Attributes of a Conv. */
export function convAttributes({ kernel, stride, pad }: Geometry, groups: number): OnnxAttribute[] {
  return [
    intsAttribute('kernel_shape', [kernel, kernel]),
    intsAttribute('strides', [stride, stride]),
    intsAttribute('pads', [pad, pad, pad, pad]),
    intAttribute('group', groups),
  ]
}

/** Attributes of a MaxPool or an AveragePool, which counts the zeros of its pads. */
export function poolAttributes({ kernel, stride, pad }: Geometry): OnnxAttribute[] {
  const windows = [
    intsAttribute('kernel_shape', [kernel, kernel]),
    intsAttribute('strides', [stride, stride]),
  ]
  if (pad === 0) return windows
  return [...windows, intsAttribute('pads', [pad, pad, pad, pad]), intAttribute('count_include_pad', 1)]
}
