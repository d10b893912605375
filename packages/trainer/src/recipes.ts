import { MNIST_MLP_SETTINGS, trainMnistMlp } from './train-mnist-mlp.js'
import { networkRecipe } from './zoo/network-recipe.js'
import { type RecipeOptions, refuseForeignOptions, type TrainingRecipe } from './zoo/recipe.js'
import { ZOO } from './zoo/zoo.js'

const MNIST_MLP: TrainingRecipe = {
  name: 'mnist-mlp',
  summary: 'BinaryNet MLP, 1-bit weights and activations, binarised pixels',
  special: ['hidden'],
  defaults: MNIST_MLP_SETTINGS,
  train: async (options: RecipeOptions = {}) => {
    refuseForeignOptions('mnist-mlp', ['hidden'], options)
    return trainMnistMlp(options)
  },
}

/** Every recipe by name. */
export const TRAINING_RECIPES: Readonly<Record<string, TrainingRecipe>> = Object.fromEntries(
  [MNIST_MLP, ...ZOO.map(networkRecipe)].map((recipe) => [recipe.name, recipe]),
)
