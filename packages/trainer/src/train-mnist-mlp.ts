import { setImmediate } from 'node:timers/promises'
import { loadTf } from './backend.js'
import { gatherBatch } from './batches.js'
import { type Score, scoreMlp } from './infer.js'
import { LatentMlp } from './latent-mlp.js'
import type { BinaryMlp } from './mlp.js'
import { firstImages, type LabelledImages, loadMnist, MNIST_CLASSES, MNIST_PIXELS } from './mnist.js'
import { encodeQonnxMlp } from './onnx/encode-qonnx-mlp.js'
import { completeSettings, type TrainOptions, type TrainProgress, type TrainSettings } from './options.js'
import { withPopulationStatistics } from './population.js'
import { createRandom, shuffle } from './random.js'

/** One epoch of a finished run. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number
  /** Mean cross-entropy, in nats. */
  readonly loss: number
  /** Share of training images classified right during the epoch. */
  readonly trainAccuracy: number
}

/** A trained network and how it came about. */
export interface TrainResult {
  /** The QONNX file. */
  readonly onnx: Uint8Array
  readonly mlp: BinaryMlp
  readonly settings: TrainSettings
  /** On the test images, with integer sums and float64 normalisation. */
  readonly test: Score
  readonly history: readonly EpochRecord[]
}

/** The settings behind models/mnist-mlp.onnx. */
export const MNIST_MLP_SETTINGS: TrainSettings = {
  seed: 1,
  epochs: 30,
  hidden: [256, 256, 256],
  learningRate: 0.01,
  batchSize: 100,
  maxShiftPixels: 1,
  trainImages: 60_000,
  testImages: 10_000,
}

const PROGRESS_STEPS = 100

/** Independent uses of the seed. */
const STREAM = { weights: 0, shuffle: 1, shift: 2 } as const

/**
 * Trains a BinaryNet MLP on MNIST with straight-through estimators and Adam.
 *
 * @throws OptionError, DataError; the signal's reason when aborted
 */
export async function trainMnistMlp(options: TrainOptions = {}): Promise<TrainResult> {
  const mnist = options.data ?? (await loadMnist())
  const available = { train: mnist.train.count, test: mnist.test.count }
  const settings = completeSettings(options, MNIST_MLP_SETTINGS, available)
  const train = firstImages(mnist.train, settings.trainImages)
  const tf = await loadTf()
  const latent = new LatentMlp(
    tf,
    [MNIST_PIXELS, ...settings.hidden, MNIST_CLASSES],
    createRandom(settings.seed, STREAM.weights),
  )
  try {
    const history = await descend(latent, train, settings, options)
    const mlp = withPopulationStatistics(latent.parameters(), train.images)
    const test = scoreMlp(mlp, firstImages(mnist.test, settings.testImages))
    return { onnx: encodeQonnxMlp(mlp, settings), mlp, settings, test, history }
  } finally {
    latent.dispose()
  }
}

/** Runs every epoch, with a new order of the images in each. */
async function descend(
  latent: LatentMlp,
  train: LabelledImages,
  settings: TrainSettings,
  { onProgress, signal }: TrainOptions,
): Promise<EpochRecord[]> {
  const { epochs, batchSize, maxShiftPixels } = settings
  const stepsPerEpoch = Math.floor(train.count / batchSize)
  const order = Uint32Array.from({ length: train.count }, (_, i) => i)
  const shuffling = createRandom(settings.seed, STREAM.shuffle)
  const shifting = createRandom(settings.seed, STREAM.shift)
  const history: EpochRecord[] = []
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(shuffling, order)
    let progress: TrainProgress | undefined
    let loss = 0
    let correct = 0
    for (let step = 0; step < stepsPerEpoch; step++) {
      const batch = gatherBatch(train, order, step * batchSize, batchSize, maxShiftPixels, shifting)
      const done = (epoch - 1) * stepsPerEpoch + step
      const result = latent.step(batch, settings.learningRate * (1 - done / (epochs * stepsPerEpoch)))
      loss += result.loss
      correct += result.correct
      const steps = step + 1
      if (steps % PROGRESS_STEPS === 0 || steps === stepsPerEpoch) {
        progress = {
          epoch,
          epochs,
          step: steps,
          stepsPerEpoch,
          loss: loss / steps,
          trainAccuracy: correct / (steps * batchSize),
        }
        onProgress?.(progress)
        await setImmediate()
        signal?.throwIfAborted()
      }
    }
    history.push({ epoch, loss: loss / stepsPerEpoch, trainAccuracy: correct / (stepsPerEpoch * batchSize) })
  }
  return history
}
