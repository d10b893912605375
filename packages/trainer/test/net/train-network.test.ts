import { describe, expect, it } from 'vitest'
import { OptionError } from '../../src/errors.js'
import { loadMnist } from '../../src/mnist.js'
import { decodeOnnx } from '../../src/onnx/decode-onnx.js'
import type { TrainProgress } from '../../src/options.js'
import { TRAINING_RECIPES } from '../../src/recipes.js'
import { networkRecipe } from '../../src/zoo/network-recipe.js'

const data = await loadMnist()
const recipe = networkRecipe({
  name: 'small',
  family: 'BinaryNet',
  summary: 'one convolution',
  source: '',
  floor: 0,
  define: (ops, pixels) => {
    const signs = { kind: 'sign', scale: 'none' } as const
    const sums = ops.conv(ops.pixels(pixels), 'a', { outputs: 16, kernel: 5, stride: 4, weights: signs })
    const flat = ops.flatten(ops.sign(ops.batchNorm(sums, 'an')))
    return ops.batchNorm(ops.dense(flat, 'b', { outputs: 10, weights: signs }), 'bn')
  },
  settings: {},
})
const short = { data, epochs: 2, trainImages: 640, testImages: 100 }

const operators = (onnx: Uint8Array) => decodeOnnx(onnx).graph.node.map((node) => node.op_type)

describe('a short run', () => {
  it('learns, and gives the same file for the same seed and another one for another', async () => {
    const seen: TrainProgress[] = []
    const first = await recipe.train({ ...short, onProgress: (progress) => seen.push(progress) })
    const second = await recipe.train({ ...short, twin: false })
    const repeated = await recipe.train({ ...short, twin: false })
    const other = await recipe.train({ ...short, twin: false, seed: 2 })
    const scaled = await recipe.train({ ...short, twin: false, weightScale: 'channel' })
    const distilled = await recipe.train({ ...short, distillation: 0.5, signGradient: 'approximate' })
    expect(first.test.accuracy).toBeGreaterThan(0.5)
    expect(first.twin!.accuracy).toBeGreaterThan(0.5)
    expect(Buffer.compare(second.onnx, repeated.onnx)).toBe(0)
    expect(second.twin).toBe(undefined)
    expect(second.history).toEqual(first.history)
    expect(other.history).not.toEqual(first.history)
    expect(operators(second.onnx)).not.toContain('Mul')
    expect(operators(scaled.onnx)).toContain('Mul')
    expect(distilled.history).not.toEqual(first.history)
    expect(seen.map(({ epoch, epochs, step }) => [epoch, epochs, step])).toEqual([
      [1, 4, 10],
      [2, 4, 10],
      [3, 4, 10],
      [4, 4, 10],
    ])
  })

  it('stops when aborted', async () => {
    const stop = new AbortController()
    const run = recipe.train({ ...short, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(run).rejects.toThrow('aborted')
  })
})

it('refuses options out of range or of other recipes', async () => {
  const refused = [
    { seed: -1 },
    { epochs: 0 },
    { trainImages: 60_001 },
    { testImages: 0.5 },
    { distillation: 1.5 },
    { distillation: Number.NaN },
    { distillation: 0.5, twin: false },
    { hidden: [64] },
  ]
  for (const options of refused) await expect(recipe.train({ data, ...options })).rejects.toThrow(OptionError)
  for (const name of ['depthwise', 'binary-lstm'])
    await expect(TRAINING_RECIPES[name].train({ data, twin: false })).rejects.toMatchObject({
      what: 'training needs the float twin',
      fix: expect.stringContaining('train the float twin too'),
    })
  await expect(TRAINING_RECIPES['mnist-mlp'].train({ twin: false })).rejects.toMatchObject({
    where: 'twin',
    why: 'mnist-mlp has only hidden',
  })
})
