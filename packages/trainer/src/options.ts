import { OptionError } from './errors.js'
import type { Mnist } from './mnist.js'

/** What a training run is made of; a run with equal values of these gives the same network. */
export interface TrainSettings {
  /** `0..2^32 - 1`. */
  readonly seed: number
  /** Passes over the training images, at least 1. */
  readonly epochs: number
  /** Widths of the hidden layers, each `1..32767`, at least one. */
  readonly hidden: readonly number[]
  /** Adam's step size at the start; falls linearly to 0 over the run. */
  readonly learningRate: number
  /** Images a step, at least 2; the rest of an epoch that fills no batch is left out. */
  readonly batchSize: number
  /** Each training image is moved by up to this many pixels in both directions, `0..27`. */
  readonly maxShiftPixels: number
  /** Only the first so many of the 60,000 training images are used. */
  readonly trainImages: number
  /** Only the first so many of the 10,000 test images are used. */
  readonly testImages: number
}

/** Options of one training run; what is left out comes from the recipe. */
export interface TrainOptions extends Partial<TrainSettings> {
  /** Called after every hundredth step and after every epoch. */
  readonly onProgress?: (progress: TrainProgress) => void
  /** Stops the run between two steps; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** Data to use instead of `loadMnist()`. */
  readonly data?: Mnist
}

/** Where a run stands. */
export interface TrainProgress {
  /** Epoch under way, from 1. */
  readonly epoch: number
  readonly epochs: number
  /** Steps done in this epoch. */
  readonly step: number
  readonly stepsPerEpoch: number
  /** Mean over the epoch so far. */
  readonly loss: number
  /** Share of the epoch's training images so far that were classified right, by the network still changing. */
  readonly trainAccuracy: number
}

/**
 * Completes the settings of a run and checks each.
 *
 * @param defaults - what counts where `options` says nothing; of images at most those there are
 * @param available - number of images the data holds
 * @throws OptionError naming the option, its value and the legal range
 */
export function completeSettings(
  options: TrainOptions,
  defaults: TrainSettings,
  available: { readonly train: number; readonly test: number },
): TrainSettings {
  const settings: TrainSettings = {
    seed: options.seed ?? defaults.seed,
    epochs: options.epochs ?? defaults.epochs,
    hidden: options.hidden ?? defaults.hidden,
    learningRate: options.learningRate ?? defaults.learningRate,
    batchSize: options.batchSize ?? defaults.batchSize,
    maxShiftPixels: options.maxShiftPixels ?? defaults.maxShiftPixels,
    trainImages: options.trainImages ?? Math.min(defaults.trainImages, available.train),
    testImages: options.testImages ?? Math.min(defaults.testImages, available.test),
  }
  requireInteger('seed', settings.seed, 0, 2 ** 32 - 1)
  requireInteger('epochs', settings.epochs, 1, 100_000)
  requireInteger('number of hidden layers', settings.hidden.length, 1, 16)
  for (const [i, width] of settings.hidden.entries()) requireInteger(`hidden[${i}]`, width, 1, 32767)
  if (!(settings.learningRate > 0 && settings.learningRate <= 1)) {
    throw outOfRange('learningRate', settings.learningRate, 'more than 0, at most 1')
  }
  requireInteger('trainImages', settings.trainImages, 2, available.train)
  requireInteger('testImages', settings.testImages, 1, available.test)
  requireInteger('batchSize', settings.batchSize, 2, settings.trainImages)
  requireInteger('maxShiftPixels', settings.maxShiftPixels, 0, 27)
  return settings
}

function requireInteger(option: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw outOfRange(option, value, `a whole number in ${least}..${most}`)
  }
}

function outOfRange(option: string, value: number, legal: string): OptionError {
  return new OptionError({
    what: 'training option out of range',
    where: option,
    why: `expected ${legal}, got ${value}`,
    fix: 'pass a legal value or leave the option out',
  })
}
