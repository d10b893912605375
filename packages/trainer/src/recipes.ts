import type { TrainOptions, TrainSettings } from './options.js'
import { MNIST_MLP_SETTINGS, type TrainResult, trainMnistMlp } from './train-mnist-mlp.js'

/** A network that can be trained by name. */
export interface TrainingRecipe {
  readonly name: string
  /** One line for a list. */
  readonly summary: string
  readonly defaults: TrainSettings
  readonly train: (options?: TrainOptions) => Promise<TrainResult>
}

/** Every recipe by name. */
export const TRAINING_RECIPES = {
  'mnist-mlp': {
    name: 'mnist-mlp',
    summary: 'BinaryNet MLP on MNIST, 1-bit weights and activations',
    defaults: MNIST_MLP_SETTINGS,
    train: trainMnistMlp,
  },
} as const satisfies Record<string, TrainingRecipe>

/** Name of a recipe. */
export type RecipeName = keyof typeof TRAINING_RECIPES
