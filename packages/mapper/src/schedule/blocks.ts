import type { ChipConfig } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'

/** Inputs first..first + inputs − 1 of a round. */
export interface Block {
  readonly first: number
  readonly inputs: number
}

/** Splits inputs into blocks of nearly equal size, of at most `most` inputs. */
export function splitBlocks(inputs: number, most: number): Block[] {
  const count = Math.ceil(inputs / most)
  return Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * inputs) / count)
    return { first, inputs: Math.floor(((i + 1) * inputs) / count) - first }
  })
}

/** Blocks of a layer: what a bank holds of the network's inputs, or of its results; all inputs between layers. */
export function layerBlocks(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  plan: LayerPlan,
  inputs: number,
): Block[] {
  const most = [inputs]
  if (plan.index === 0) most.push(Math.floor(config.actWords / plan.inWords))
  if (plan.index === plans.length - 1) most.push(Math.floor(config.actWords / plan.outWords))
  return splitBlocks(inputs, Math.min(...most))
}

/** Most inputs of a round: all tensors between layers must fit a bank. */
export function mostResident(config: ChipConfig, plans: readonly LayerPlan[]): number {
  const between = plans.slice(1).map(({ inWords }) => inWords)
  const [only] = plans
  const words = between.length > 0 ? Math.max(...between) : Math.max(only.inWords, only.outWords)
  return Math.floor(config.actWords / words)
}
