import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadTf } from '../../src/backend.js'
import { createConvolutions, type Geometry } from '../../src/net/convolution.js'
import { createRandom, type Random } from '../../src/random.js'

const tf = await loadTf()
const { convolve, convolveInput, convolveDepthwise } = createConvolutions(tf)

/** Small integers, so that every sum is exact in float32 and order does not matter. */
const integers = (random: Random, shape: number[]) =>
  tf.tensor4d(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.nextBelow(7) - 3),
    shape as [number, number, number, number],
  )
const inner = (x: Tensor, y: Tensor) => tf.sum(tf.mul(x, y)).dataSync()[0]

const geometries = fc
  .record({
    seed: fc.nat(1e6),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    extra: fc.integer({ min: 0, max: 5 }),
    channels: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 3 }),
  })
  .chain((sizes) =>
    fc
      .integer({ min: 0, max: sizes.kernel - 1 })
      .map((pad) => ({ ...sizes, pad, side: sizes.kernel + sizes.extra })),
  )

function plain(
  x: Tensor4D,
  weight: Tensor4D,
  { kernel, stride, pad }: Geometry,
  depthwise: boolean,
): number[] {
  const [images, rows, columns, channels] = x.shape
  const outputs = weight.shape[3]
  const xs = x.dataSync()
  const ws = weight.dataSync()
  const size = (length: number) => Math.floor((length + 2 * pad - kernel) / stride) + 1
  const sums: number[] = []
  for (let n = 0; n < images; n++) {
    for (let p = 0; p < size(rows) * size(columns); p++) {
      for (let o = 0; o < outputs; o++) {
        let sum = 0
        for (let tap = 0; tap < kernel * kernel; tap++) {
          const row = Math.floor(p / size(columns)) * stride + Math.floor(tap / kernel) - pad
          const column = (p % size(columns)) * stride + (tap % kernel) - pad
          if (row < 0 || row >= rows || column < 0 || column >= columns) continue
          const at = ((n * rows + row) * columns + column) * channels
          if (depthwise) sum += xs[at + o] * ws[tap * outputs + o]
          else for (let c = 0; c < channels; c++) sum += xs[at + c] * ws[(tap * channels + c) * outputs + o]
        }
        sums.push(sum + 0)
      }
    }
  }
  return sums
}

it('convolves, and its gradients are the adjoints of what it computes', () => {
  fc.assert(
    fc.property(geometries, ({ seed, side, channels, outputs, ...geometry }) => {
      tf.tidy(() => {
        const random = createRandom(seed)
        const x = integers(random, [2, side, side + 1, channels])
        const weight = integers(random, [geometry.kernel, geometry.kernel, channels, outputs])
        const value = convolve(x, weight, geometry)
        expect([...value.dataSync()]).toEqual(plain(x, weight, geometry, false))
        const dy = integers(random, value.shape)
        const grads = tf.grads((x, weight) => convolve(x as Tensor4D, weight as Tensor4D, geometry))
        const [dx, dw] = grads([x, weight], dy)
        const [u, v] = [integers(random, x.shape), integers(random, weight.shape)]
        expect(inner(dx, u)).toBe(inner(dy, convolve(u, weight, geometry)))
        expect(inner(dw, v)).toBe(inner(dy, convolve(x, v, geometry)))
        const alone = tf.grad((weight) => convolveInput(x, weight as Tensor4D, geometry))(weight, dy)
        expect([...alone.dataSync()]).toEqual([...dw.dataSync()])
      })
    }),
    { numRuns: 40 },
  )
})

it('convolves channel by channel', () => {
  fc.assert(
    fc.property(geometries, ({ seed, side, channels, outputs: _, ...sizes }) => {
      tf.tidy(() => {
        const geometry = { ...sizes, stride: 1 }
        const random = createRandom(seed)
        const x = integers(random, [2, side, side + 1, channels])
        const weight = integers(random, [geometry.kernel, geometry.kernel, 1, channels])
        const value = convolveDepthwise(x, weight, geometry)
        expect([...value.dataSync()]).toEqual(plain(x, weight, geometry, true))
        const dy = integers(random, value.shape)
        const grads = tf.grads((x, weight) => convolveDepthwise(x as Tensor4D, weight as Tensor4D, geometry))
        const [dx, dw] = grads([x, weight], dy)
        const [u, v] = [integers(random, x.shape), integers(random, weight.shape)]
        expect(inner(dx, u)).toBe(inner(dy, convolveDepthwise(u, weight, geometry)))
        expect(inner(dw, v)).toBe(inner(dy, convolveDepthwise(x, v, geometry)))
      })
    }),
    { numRuns: 30 },
  )
})
