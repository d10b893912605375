import type { Room } from './pads.js'
import type { Block } from './pass-builder.js'
import { type Region, splitRegion, splitSpan } from './region.js'

/** Words that some results take of an input bank and of an output bank. */
export type BlockWords = (block: Block) => { readonly in: number; readonly out: number }

/**
 * Cuts results of some inputs into blocks that fit: several inputs while one fits whole, else parts of the map of one
 * input, lines before columns.
 *
 * @returns undefined when not even one pixel fits
 */
export function cutBlocks(
  { first, inputs, region }: Block,
  room: Room,
  words: BlockWords,
): Block[] | undefined {
  const fits = (block: Block) => {
    const taken = words(block)
    return room.holds(Math.max(taken.in, taken.out))
  }
  const whole = { first, inputs, region }
  if (fits(whole)) return [whole]
  if (inputs > 1 && fits({ first, inputs: 1, region })) {
    let most = inputs
    while (!fits({ first, inputs: most, region })) {
      const { in: from, out } = words({ first, inputs: 1, region })
      most = room.times(Math.max(from, out), most - 1)
    }
    return splitSpan(inputs, Math.ceil(inputs / most)).map((span) => ({
      ...{ first: first + span.first, inputs: span.count, region },
    }))
  }
  const parts = cutMap(region, (part) => fits({ first, inputs: 1, region: part }))
  return (
    parts &&
    Array.from({ length: inputs }, (_, i) => i).flatMap((i) =>
      parts.map((part) => ({ first: first + i, inputs: 1, region: part })),
    )
  )
}

/** Cuts a map into as few parts as possible, lines before columns; undefined when not even one pixel fits. */
function cutMap(region: Region, fits: (part: Region) => boolean): Region[] | undefined {
  for (let columns = 1; columns <= region.width; columns++) {
    for (let lines = 1; lines <= region.height; lines++) {
      const parts = splitRegion(region, columns, lines)
      if (parts.every(fits)) return parts
    }
  }
  return undefined
}
