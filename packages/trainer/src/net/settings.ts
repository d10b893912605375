import { OptionError } from '../errors.js'
import { SIGN_GRADIENTS, type SignGradient } from './estimators.js'
import { WEIGHT_SCALES, type WeightScale } from './weight-quantiser.js'

/** What a training run is made of; a run with equal values of these gives the same network. */
export interface NetworkSettings {
  /** `0..2^32 - 1`. */
  readonly seed: number
  /** Passes over the training images, at least 1; the float twin takes as many. */
  readonly epochs: number
  /** Adam's step size at the start; falls linearly to 0 over the run. */
  readonly learningRate: number
  /** The same for the float twin. */
  readonly twinLearningRate: number
  /** Images a step, at least 2; the rest of an epoch that fills no batch is left out. */
  readonly batchSize: number
  /** Each training image is moved by up to this many pixels in both directions, `0..27`. */
  readonly maxShiftPixels: number
  /** Only the first so many of the 60,000 training images are used. */
  readonly trainImages: number
  /** Only the first so many of the 10,000 test images are used. */
  readonly testImages: number
  readonly signGradient: SignGradient
  /** Share of the loss that follows the float twin's answers, `0..1`; the rest follows the labels. */
  readonly distillation: number
  /** Whether the float twin is trained and counted too; distillation needs it. */
  readonly twin: boolean
  /** Scale of all sign weights in place of the family's own; `own` leaves that. */
  readonly weightScale: WeightScale | 'own'
  /** `twin`: training begins with the float twin's trained values, not with random ones. */
  readonly start?: 'twin' | undefined
}

/** Checks settings and returns them. @throws OptionError naming the option, its value and the legal range */
export function checkSettings(
  settings: NetworkSettings,
  available: { readonly train: number; readonly test: number },
): NetworkSettings {
  const whole = (option: keyof NetworkSettings, least: number, most: number) => {
    const value = settings[option] as number
    if (!Number.isInteger(value) || value < least || value > most)
      throw outOfRange(option, value, `a whole number in ${least}..${most}`)
  }
  whole('seed', 0, 2 ** 32 - 1)
  whole('epochs', 1, 100_000)
  whole('trainImages', 2, available.train)
  whole('testImages', 1, available.test)
  whole('batchSize', 2, settings.trainImages)
  whole('maxShiftPixels', 0, 27)
  for (const option of ['learningRate', 'twinLearningRate'] as const) {
    const value = settings[option]
    if (!(value > 0 && value <= 1)) throw outOfRange(option, value, 'more than 0, at most 1')
  }
  if (!SIGN_GRADIENTS.includes(settings.signGradient))
    throw outOfRange('signGradient', settings.signGradient, SIGN_GRADIENTS.join(', '))
  const scales = ['own', ...WEIGHT_SCALES]
  if (!scales.includes(settings.weightScale))
    throw outOfRange('weightScale', settings.weightScale, scales.join(', '))
  if (!(settings.distillation >= 0 && settings.distillation <= 1))
    throw outOfRange('distillation', settings.distillation, '0 to 1')
  if (settings.distillation > 0 && !settings.twin) {
    const why = `a share of ${settings.distillation} of the loss follows the answers of the float twin`
    throw twinNeeded(why, 'train the float twin too, or set distillation to 0')
  }
  if (settings.start === 'twin' && !settings.twin)
    throw twinNeeded('training starts from the values of the float twin', 'train the float twin too')
  return settings
}

/** A recipe may lean on its float twin without being told so. */
function twinNeeded(why: string, fix: string): OptionError {
  return new OptionError({ what: 'training needs the float twin', where: 'twin', why, fix })
}

function outOfRange(option: string, value: unknown, legal: string): OptionError {
  return new OptionError({
    what: 'training option out of range',
    where: option,
    why: `expected ${legal}, got ${value}`,
    fix: 'pass a legal value or leave the option out',
  })
}
