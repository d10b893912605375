import { OptionError } from '../errors.js'
import type { Score } from '../infer.js'
import type { SignGradient } from '../net/estimators.js'
import type { NetworkSettings } from '../net/settings.js'
import type { TrainOptions, TrainSettings } from '../options.js'
import type { EpochRecord } from '../train-mnist-mlp.js'

/** Options that some recipes have and others have not. */
export const SPECIAL_OPTIONS = ['hidden', 'signGradient', 'distillation', 'twin', 'weightScale'] as const

/** Name of such an option. */
export type SpecialOption = (typeof SPECIAL_OPTIONS)[number]

/** Options of one run of any recipe; what is left out comes from the recipe. */
export interface RecipeOptions
  extends Pick<
    TrainOptions,
    'seed' | 'epochs' | 'trainImages' | 'testImages' | 'hidden' | 'onProgress' | 'signal' | 'data'
  > {
  readonly signGradient?: SignGradient
  readonly distillation?: number
  readonly twin?: boolean
  readonly weightScale?: NetworkSettings['weightScale']
}

/** A trained network and how it came about. */
export interface RecipeResult {
  /** The QONNX file. */
  readonly onnx: Uint8Array
  readonly settings: TrainSettings | NetworkSettings
  readonly test: Score
  /** The float twin's score, when one was trained. */
  readonly twin?: Score | undefined
  readonly history: readonly EpochRecord[]
}

/** A network that can be trained by name. */
export interface TrainingRecipe {
  readonly name: string
  /** One line for a list. */
  readonly summary: string
  /** Which of the special options it has. */
  readonly special: readonly SpecialOption[]
  readonly defaults: TrainSettings | NetworkSettings
  readonly train: (options?: RecipeOptions) => Promise<RecipeResult>
}

/** @throws OptionError when `options` holds one that the recipe does not have */
export function refuseForeignOptions(
  name: string,
  special: readonly SpecialOption[],
  options: RecipeOptions,
): void {
  for (const option of SPECIAL_OPTIONS) {
    if (options[option] === undefined || special.includes(option)) continue
    throw new OptionError({
      what: 'option of another recipe',
      where: option,
      why: `${name} has ${special.length === 0 ? 'no special options' : `only ${special.join(', ')}`}`,
      fix: 'leave the option out or train another network',
    })
  }
}
