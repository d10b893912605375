import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'

/** Geometry of a convolution; rows and columns alike. */
export interface Geometry {
  readonly kernel: number
  readonly stride: number
  readonly pad: number
}

/** Convolutions whose gradients are made of operations that the WebAssembly backend has and is fast at. */
export interface Convolutions {
  /** `x` `[images, rows, columns, inputs]`, `weight` `[kernel, kernel, inputs, outputs]`. */
  convolve(x: Tensor4D, weight: Tensor4D, geometry: Geometry): Tensor4D
  /** As `convolve`, for the network's input: no gradient for `x`. */
  convolveInput(x: Tensor4D, weight: Tensor4D, geometry: Geometry): Tensor4D
  /** Each channel alone, stride 1: `weight` `[kernel, kernel, 1, channels]`. */
  convolveDepthwise(x: Tensor4D, weight: Tensor4D, geometry: Geometry): Tensor4D
}

type Save = (saved: Tensor[]) => void

/** Creates the operations on one TensorFlow.js backend. */
export function createConvolutions(tf: Tf): Convolutions {
  const padded = (x: Tensor4D, pad: number) =>
    pad === 0
      ? x
      : tf.pad(x, [
          [0, 0],
          [pad, pad],
          [pad, pad],
          [0, 0],
        ])

  /** Puts `stride - 1` zeros behind every value of both map axes. */
  const dilated = (dy: Tensor4D, stride: number): Tensor4D => {
    if (stride === 1) return dy
    const [images, rows, columns, channels] = dy.shape
    const wide = tf.concat([dy, tf.zeros([images, rows, columns, (stride - 1) * channels])], 3)
    const line = columns * stride * channels
    const lines = tf.reshape(wide, [images, rows, 1, line])
    const tall = tf.concat([lines, tf.zeros([images, rows, 1, (stride - 1) * line])], 3)
    return tf.reshape(tall, [images, rows * stride, columns * stride, channels])
  }

  /** A convolution of `dy` with the kernels turned round. */
  const inputGradient = (x: Tensor4D, weight: Tensor4D, dy: Tensor4D, geometry: Geometry) => {
    const { kernel, stride, pad } = geometry
    const turned = tf.transpose(tf.reverse(weight, [0, 1]), [0, 1, 3, 2])
    const full = tf.conv2d(padded(dilated(dy, stride), kernel - 1), turned, 1, 'valid')
    const [, rows, columns, channels] = x.shape
    const missingRows = Math.max(0, rows + pad - full.shape[1])
    const missingColumns = Math.max(0, columns + pad - full.shape[2])
    const whole = tf.pad(full, [
      [0, 0],
      [0, missingRows],
      [0, missingColumns],
      [0, 0],
    ])
    return tf.slice(whole, [0, pad, pad, 0], [x.shape[0], rows, columns, channels])
  }

  /** A convolution with images and channels exchanged: `dy` is the kernel, its stride the dilation. */
  const weightGradient = (x: Tensor4D, dy: Tensor4D, { kernel, stride, pad }: Geometry) => {
    const images = tf.transpose(padded(x, pad), [3, 1, 2, 0]) as Tensor4D
    const filter = tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D
    const all = tf.conv2d(images, filter, 1, 'valid', 'NHWC', stride)
    const gradient = tf.slice(all, [0, 0, 0, 0], [x.shape[3], kernel, kernel, dy.shape[3]])
    return tf.transpose(gradient, [1, 2, 0, 3]) as Tensor4D
  }

  const forward = (x: Tensor4D, weight: Tensor4D, { stride, pad }: Geometry) =>
    tf.conv2d(padded(x, pad), weight, stride, 'valid')

  return {
    convolve: (x, weight, geometry) =>
      tf.customGrad((x, weight, save) => {
        ;(save as Save)([x as Tensor, weight as Tensor])
        return {
          value: forward(x as Tensor4D, weight as Tensor4D, geometry),
          gradFunc: (dy: Tensor, [x, weight]: Tensor[]) => [
            inputGradient(x as Tensor4D, weight as Tensor4D, dy as Tensor4D, geometry),
            weightGradient(x as Tensor4D, dy as Tensor4D, geometry),
          ],
        }
      })(x, weight) as Tensor4D,
    convolveInput: (x, weight, geometry) =>
      tf.customGrad((weight, save) => {
        ;(save as Save)([])
        return {
          value: forward(x, weight as Tensor4D, geometry),
          gradFunc: (dy: Tensor) => weightGradient(x, dy as Tensor4D, geometry),
        }
      })(weight) as Tensor4D,
    convolveDepthwise: (x, weight, { kernel, pad }) => {
      const each = (x: Tensor4D, weight: Tensor4D, pad: number) =>
        tf.depthwiseConv2d(padded(x, pad), tf.transpose(weight, [0, 1, 3, 2]) as Tensor4D, 1, 'valid')
      return tf.customGrad((x, weight, save) => {
        ;(save as Save)([x as Tensor, weight as Tensor])
        return {
          value: each(x as Tensor4D, weight as Tensor4D, pad),
          gradFunc: (dy: Tensor, [x, weight]: Tensor[]) => {
            const wide = padded(x as Tensor4D, pad)
            const size = dy.shape as [number, number, number, number]
            const ones = tf.ones([1, dy.size / size[3]])
            const taps = Array.from({ length: kernel * kernel }, (_, tap) => {
              const part = tf.slice(wide, [0, Math.floor(tap / kernel), tap % kernel, 0], size)
              return tf.matMul(ones, tf.reshape(tf.mul(part, dy), [-1, size[3]]))
            })
            return [
              each(dy as Tensor4D, tf.reverse(weight as Tensor4D, [0, 1]), kernel - 1 - pad),
              tf.reshape(tf.concat(taps, 0), [kernel, kernel, 1, size[3]]),
            ]
          },
        }
      })(x, weight) as Tensor4D
    },
  }
}
