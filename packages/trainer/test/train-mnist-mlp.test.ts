import { describe, expect, it } from 'vitest'
import { OptionError } from '../src/errors.js'
import { scoreMlp } from '../src/infer.js'
import { firstImages, loadMnist } from '../src/mnist.js'
import type { TrainProgress } from '../src/options.js'
import { TRAINING_RECIPES } from '../src/recipes.js'
import { trainMnistMlp } from '../src/train-mnist-mlp.js'
import { readMlp } from './support/read-mlp.js'

const data = await loadMnist()
const short = { data, epochs: 2, hidden: [64, 64], trainImages: 1000, testImages: 500, batchSize: 50 }

describe('a short run', () => {
  it('gives the same file for the same seed', async () => {
    const first = await trainMnistMlp({ ...short, seed: 1 })
    const second = await trainMnistMlp({ ...short, seed: 1 })
    expect(Buffer.compare(first.onnx, second.onnx)).toBe(0)
    expect(second.history).toEqual(first.history)
  })

  it('starts from other weights for another seed', async () => {
    const untrained = { ...short, epochs: 1, learningRate: 1e-12 }
    const [first, second] = [
      await trainMnistMlp({ ...untrained, seed: 1 }),
      await trainMnistMlp({ ...untrained, seed: 2 }),
    ]
    for (const [l, { signs }] of second.mlp.layers.entries())
      expect(signs).not.toEqual(first.mlp.layers[l].signs)
    expect(Buffer.compare(first.onnx, second.onnx)).not.toBe(0)
  })

  it('learns, and states the score of the file it returns', async () => {
    const seen: TrainProgress[] = []
    const { onnx, test, history } = await trainMnistMlp({
      ...short,
      epochs: 4,
      onProgress: (progress) => seen.push(progress),
    })
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
    expect(history[3].loss).toBeLessThan(0.8 * history[0].loss)
    expect(test.accuracy).toBeGreaterThan(0.7)
    expect(scoreMlp(readMlp(onnx), firstImages(data.test, 500))).toEqual(test)
    expect(seen.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 20],
      [2, 20],
      [3, 20],
      [4, 20],
    ])
  })

  it('stops when aborted', async () => {
    const stop = new AbortController()
    const run = trainMnistMlp({ ...short, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(run).rejects.toThrow('aborted')
  })
})

it('refuses settings out of range, naming option, value and range', async () => {
  const refused = [
    { seed: -1 },
    { epochs: 0 },
    { hidden: [] },
    { hidden: [64, 0] },
    { learningRate: 0 },
    { learningRate: Number.NaN },
    { batchSize: 1 },
    { maxShiftPixels: 28 },
    { trainImages: 60_001 },
    { testImages: 0.5 },
  ]
  for (const settings of refused)
    await expect(trainMnistMlp({ data, ...settings })).rejects.toThrow(OptionError)
  await expect(trainMnistMlp({ data, hidden: [64, 0] })).rejects.toMatchObject({
    where: 'hidden[1]',
    why: 'expected a whole number in 1..32767, got 0',
  })
})

it('has every recipe under its own name', () => {
  for (const [name, recipe] of Object.entries(TRAINING_RECIPES)) expect(recipe.name).toBe(name)
})
