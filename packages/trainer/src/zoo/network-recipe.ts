import type { NetDefinition } from '../net/ops.js'
import type { NetworkSettings } from '../net/settings.js'
import { trainNetwork } from '../net/train-network.js'
import {
  type RecipeOptions,
  refuseForeignOptions,
  type SpecialOption,
  type TrainingRecipe,
} from './recipe.js'

/** One member of the zoo: a network of a family, and how it is trained. */
export interface ZooEntry {
  readonly name: string
  /** The family's name in the field. */
  readonly family: string
  readonly summary: string
  /** Where the family comes from. */
  readonly source: string
  /** Least share of the 10,000 test images that the committed file gets right. */
  readonly floor: number
  readonly define: NetDefinition
  /** What differs from `COMMON`. */
  readonly settings: Partial<NetworkSettings>
}

/** Settings of a member that says nothing else. */
export const COMMON: NetworkSettings = {
  seed: 1,
  epochs: 4,
  learningRate: 0.01,
  twinLearningRate: 0.003,
  batchSize: 64,
  maxShiftPixels: 0,
  trainImages: 6400,
  testImages: 10_000,
  signGradient: 'approximate',
  distillation: 0,
  twin: true,
  weightScale: 'own',
}

const SPECIAL: readonly SpecialOption[] = ['signGradient', 'distillation', 'twin', 'weightScale']

/** The recipe of a member. */
export function networkRecipe({ name, summary, define, settings }: ZooEntry): TrainingRecipe {
  const defaults = { ...COMMON, ...settings }
  return {
    name,
    summary,
    special: SPECIAL,
    defaults,
    train: async (options: RecipeOptions = {}) => {
      refuseForeignOptions(name, SPECIAL, options)
      const { hidden: _, ...own } = options
      return trainNetwork(name, define, defaults, own)
    },
  }
}
