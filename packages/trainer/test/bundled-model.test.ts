import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inferLogits, scoreMlp } from '../src/infer.js'
import { firstImages, loadMnist } from '../src/mnist.js'
import { encodeQonnxMlp } from '../src/onnx/encode-qonnx-mlp.js'
import { prepareOnnx } from '../src/onnx/evaluate.js'
import { MNIST_MLP_SETTINGS } from '../src/train-mnist-mlp.js'
import { readMlp } from './support/read-mlp.js'

const models = new URL('../../../models/', import.meta.url)
const bytes = Uint8Array.from(readFileSync(new URL('mnist-mlp.onnx', models)))
const { test } = await loadMnist()

it('is small, and is the file whose hash its page states', () => {
  expect(bytes.length).toBeLessThanOrEqual(300_000)
  const page = readFileSync(new URL('README.md', models), 'utf8')
  expect(page).toContain(createHash('sha256').update(bytes).digest('hex'))
})

it('gets as many of the 10,000 test images right as its page states', () => {
  const page = readFileSync(new URL('README.md', models), 'utf8')
  const [, stated] = /\*\*([\d,]+) of the 10,000\*\*/.exec(page)!
  const score = scoreMlp(readMlp(bytes), test)
  expect(score.total).toBe(10_000)
  expect(score.correct).toBe(Number(stated.replace(',', '')))
  expect(score.accuracy).toBeGreaterThan(0.95)
})

it('evaluated as a graph gives the logits of the integer inference', () => {
  const { count, images } = firstImages(test, 100)
  const input = { shape: [count, 1, 28, 28], data: Float64Array.from(images, (pixel) => pixel / 255) }
  expect([...prepareOnnx(bytes)(input).data]).toEqual([...inferLogits(readMlp(bytes), images)])
})

it('is what the present encoder writes for these weights and settings', () => {
  expect(Buffer.compare(encodeQonnxMlp(readMlp(bytes), MNIST_MLP_SETTINGS), bytes)).toBe(0)
})

it('has no threshold so close to a sum that float32 could fall on its other side', () => {
  for (const { inputs, outputs, norm } of readMlp(bytes).layers.slice(0, -1)) {
    for (let output = 0; output < outputs; output++) {
      const deviation = Math.sqrt(norm.variance[output] + norm.epsilon)
      const threshold = norm.mean[output] - (norm.beta[output] * deviation) / norm.gamma[output]
      // Sums have the parity of the fan-in.
      const below = 2 * Math.floor((threshold - inputs) / 2) + inputs
      expect(Math.min(threshold - below, below + 2 - threshold)).toBeGreaterThan(0.001)
    }
  }
})
