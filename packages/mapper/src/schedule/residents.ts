import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import { mostResident } from './blocks.js'
import { type LayerPlan, largestInput } from './layer-plan.js'

/** COUNT and ORIGIN hold this many pixels a line. */
const PIXELS_MAX = 2047

/** Multiples of a strip and of a bank of inputs that are tried. */
const MULTIPLES = [1, 2, 3, 4, 6, 8, 12]

/**
 * Numbers of resident inputs that are worth trying.
 *
 * @param wanted - the number that the caller insists on
 * @param most - no more than this
 * @throws MappingError when one input does not fit a bank, or the wanted number does not fit
 */
export function residentCandidates(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  wanted: number | undefined,
  most: number,
): number[] {
  requireOneInput(config, plans)
  const legal = Math.min(mostResident(config, plans), PIXELS_MAX)
  if (wanted !== undefined) {
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= legal) return [wanted]
    throw new MappingError('resident', `${wanted} is not in 1..${legal}`, 'choose fewer resident inputs')
  }
  const bank = Math.floor(config.actWords / plans[0].inWords)
  const powers = Array.from({ length: Math.floor(Math.log2(PIXELS_MAX)) + 1 }, (_, e) => 2 ** e)
  const multiples = [config.accDepth, bank].flatMap((unit) => MULTIPLES.map((n) => n * unit))
  const limit = Math.min(legal, most)
  return [...new Set([...powers, ...multiples, limit])].filter((n) => n <= limit).sort((a, b) => b - a)
}

function requireOneInput(config: ChipConfig, plans: readonly LayerPlan[]): void {
  const words = largestInput(plans)
  if (words <= config.actWords) return
  const widest = plans.find(({ inWords, outWords }) => Math.max(inWords, outWords) === words)!
  throw new MappingError(
    `layer ${widest.plane.layer.name} on chip ${config.name}`,
    `one input takes ${words} words of an activation bank (${config.lanes} lanes), actWords is ${config.actWords}`,
    `use a chip with actWords of at least ${words}, or with more lanes`,
  )
}
