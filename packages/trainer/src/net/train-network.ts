import { setImmediate } from 'node:timers/promises'
import { loadTf } from '../backend.js'
import type { Score } from '../infer.js'
import { firstImages, type LabelledImages, loadMnist } from '../mnist.js'
import type { TrainOptions, TrainProgress } from '../options.js'
import { createRandom, shuffle } from '../random.js'
import type { EpochRecord } from '../train-mnist-mlp.js'
import { encodeNetwork } from './encode-network.js'
import { gatherImages } from './image-batches.js'
import type { NetDefinition } from './ops.js'
import { scoreFile, scoreStudent } from './score.js'
import { checkSettings, type NetworkSettings } from './settings.js'
import { Student, type Teaching } from './student.js'

/** Options of one run; what is left out comes from the recipe. */
export interface NetworkOptions
  extends Partial<NetworkSettings>,
    Pick<TrainOptions, 'onProgress' | 'signal' | 'data'> {}

/** A trained network and how it came about. */
export interface NetworkResult {
  /** The QONNX file. */
  readonly onnx: Uint8Array
  readonly settings: NetworkSettings
  /** On the test images, by the file's own nodes in float64. */
  readonly test: Score
  /** The float twin's, in float32, when one was trained. */
  readonly twin: Score | undefined
  readonly history: readonly EpochRecord[]
}

const PROGRESS_STEPS = 50

/** Training images that batch normalisation's statistics are taken over. */
const STATISTICS_IMAGES = 1000

/** Independent uses of the seed. */
const STREAM = { weights: 0, shuffle: 1, shift: 2, twinWeights: 3 } as const

/**
 * Trains a network on MNIST, its float twin before it, and writes it as QONNX.
 *
 * @throws OptionError, DataError; the signal's reason when aborted
 */
export async function trainNetwork(
  name: string,
  define: NetDefinition,
  defaults: NetworkSettings,
  options: NetworkOptions,
): Promise<NetworkResult> {
  const { onProgress, signal, data, ...chosen } = options
  const mnist = data ?? (await loadMnist())
  const available = { train: mnist.train.count, test: mnist.test.count }
  const images = {
    trainImages: Math.min(defaults.trainImages, available.train),
    testImages: Math.min(defaults.testImages, available.test),
  }
  const settings = checkSettings({ ...defaults, ...images, ...chosen }, available)
  const train = firstImages(mnist.train, settings.trainImages)
  const test = firstImages(mnist.test, settings.testImages)
  const tf = await loadTf()
  const { seed, signGradient, distillation, twinLearningRate, weightScale } = settings
  const mode = { signGradient, weightScale }
  const twin = settings.twin
    ? new Student(tf, define, { ...mode, twin: true }, createRandom(seed, STREAM.twinWeights))
    : undefined
  let student: Student | undefined
  try {
    const run = { train, settings, onProgress, signal }
    if (twin !== undefined) await descend(twin, run, twinLearningRate, 0, undefined)
    const first = settings.start === 'twin' ? twin?.trained() : undefined
    student = new Student(tf, define, { ...mode, twin: false }, createRandom(seed, STREAM.weights), first)
    const teaching = twin && distillation > 0 ? { teacher: twin, share: distillation } : undefined
    const before = twin === undefined ? 0 : settings.epochs
    const history = await descend(student, run, settings.learningRate, before, teaching)
    const statistics = wholeBatch(train)
    student.freeze(statistics)
    twin?.freeze(statistics)
    const onnx = encodeNetwork({ name, define, parameters: student.parameters(), settings })
    return {
      onnx,
      settings,
      test: await scoreFile(onnx, test, signal),
      twin: twin && (await scoreStudent(twin, test, signal)),
      history,
    }
  } finally {
    student?.dispose()
    twin?.dispose()
  }
}

interface Run {
  readonly train: LabelledImages
  readonly settings: NetworkSettings
  readonly onProgress: ((progress: TrainProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** Runs every epoch, with a new order of the images in each; progress counts `before` epochs as done. */
async function descend(
  student: Student,
  { train, settings, onProgress, signal }: Run,
  learningRate: number,
  before: number,
  teaching: Teaching | undefined,
): Promise<EpochRecord[]> {
  const { epochs, batchSize, maxShiftPixels, seed } = settings
  const stepsPerEpoch = Math.floor(train.count / batchSize)
  const order = Uint32Array.from({ length: train.count }, (_, i) => i)
  const shuffling = createRandom(seed, STREAM.shuffle)
  const shifting = createRandom(seed, STREAM.shift)
  const history: EpochRecord[] = []
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(shuffling, order)
    let loss = 0
    let correct = 0
    for (let step = 1; step <= stepsPerEpoch; step++) {
      const batch = gatherImages(train, order, (step - 1) * batchSize, batchSize, maxShiftPixels, shifting)
      const done = (epoch - 1) * stepsPerEpoch + step - 1
      const result = student.step(batch, learningRate * (1 - done / (epochs * stepsPerEpoch)), teaching)
      loss += result.loss
      correct += result.correct
      if (step % PROGRESS_STEPS === 0 || step === stepsPerEpoch) {
        onProgress?.({
          epoch: before + epoch,
          epochs: settings.twin ? 2 * epochs : epochs,
          step,
          stepsPerEpoch,
          loss: loss / step,
          trainAccuracy: correct / (step * batchSize),
        })
        await setImmediate()
        signal?.throwIfAborted()
      }
    }
    history.push({ epoch, loss: loss / stepsPerEpoch, trainAccuracy: correct / (stepsPerEpoch * batchSize) })
  }
  return history
}

function wholeBatch(train: LabelledImages) {
  const count = Math.min(STATISTICS_IMAGES, train.count)
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  return gatherImages(train, order, 0, count, 0, createRandom(0))
}
