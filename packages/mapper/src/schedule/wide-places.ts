import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import { readIds } from '../network/layer.js'
import type { MapShape } from '../network/map-shape.js'
import type { LayerPlan } from './layer-plan.js'

/** Where a wide map, or several side by side, lie for one input; with more inputs addresses grow in proportion. */
export interface WidePlace {
  readonly address: number
  /** Word of a pixel at which the map begins. */
  readonly word: number
  /** Words of a pixel of all that lie side by side. */
  readonly pixelWords: number
}

/** Places of all wide maps of a pass. */
export interface WidePlaces {
  /** Words taken at once, for one input. */
  readonly words: number
  /** @param ids - one map, or several that are read as one */
  of(ids: readonly string[]): WidePlace
}

/** Wide maps that lie side by side in every pixel. */
interface Block {
  readonly ids: readonly string[]
  /** Words of a pixel, by id. */
  readonly words: readonly number[]
  readonly pixelWords: number
  readonly pixels: number
  /** First and last layer that needs it. */
  from: number
  to: number
  address: number
}

/**
 * Places the wide maps of a pass: those that are read as one side by side, and each only while it is needed. A result
 * takes the place of what is added to it, where that is not needed any more.
 *
 * @throws MappingError when maps are joined in a way that no place does
 */
export function widePlaces(config: ChipConfig, plans: readonly LayerPlan[]): WidePlaces {
  const blocks = makeBlocks(config, plans)
  const blockOf = (ids: readonly string[]) => blocks.find((block) => block.ids.includes(ids[0]))!
  const live: Block[] = []
  let words = 0
  const place = (block: Block) => {
    const size = block.pixels * block.pixelWords
    const taken = live.toSorted((a, b) => a.address - b.address)
    block.address = 0
    for (const other of taken) {
      if (other.address - block.address >= size) break
      block.address = Math.max(block.address, other.address + other.pixels * other.pixelWords)
    }
    live.push(block)
    words = Math.max(words, block.address + size)
  }
  for (const block of blocks) if (block.from < 0) place(block)
  for (const [i, plan] of plans.entries()) {
    const made = blocks.find((block) => block.ids.includes(plan.plane.layer.id))
    if (made?.from === i) {
      const replaced = replacedBlock(plan, made, blockOf, i)
      if (replaced) {
        made.address = replaced.address
        live.splice(live.indexOf(replaced), 1, made)
      } else place(made)
    }
    for (const block of live.filter(({ to }) => to <= i)) live.splice(live.indexOf(block), 1)
  }
  return {
    words,
    of: (ids) => {
      const { address, pixelWords, ids: all, words: each } = blockOf(ids)
      const word = each.slice(0, all.indexOf(ids[0])).reduce((sum, own) => sum + own, 0)
      return { address, word, pixelWords }
    },
  }
}

/** The block whose place a layer's result takes: read for the last time, element by element, as wide as the result. */
function replacedBlock(
  { plane }: LayerPlan,
  made: Block,
  blockOf: (ids: readonly string[]) => Block,
  index: number,
): Block | undefined {
  const { layer } = plane
  const { scale } = layer
  if (scale?.accumulate) return blockOf(scale.accumulate)
  if (layer.pool !== undefined || made.ids.length > 1) return undefined
  const read = [
    ...(scale?.residual ? [scale.residual] : []),
    ...(layer.kind === 'wide' ? [layer.inputs] : []),
  ]
  return read
    .filter((ids) => blockOf(ids).ids.length === ids.length)
    .map(blockOf)
    .find(
      ({ to, pixelWords, pixels }) =>
        to === index && pixelWords === made.pixelWords && pixels === made.pixels,
    )
}

function makeBlocks({ postLanes, name }: ChipConfig, plans: readonly LayerPlan[]): Block[] {
  const maps = new Map<string, MapShape>()
  const from = new Map<string, number>()
  const to = new Map<string, number>()
  const lists: (readonly string[])[] = []
  for (const [i, { plane, result, input }] of plans.entries()) {
    const { layer } = plane
    const { scale } = layer
    if (scale) {
      maps.set(layer.id, result)
      from.set(layer.id, i)
    }
    const read =
      layer.kind === 'wide' ? readIds(layer) : [...(scale?.residual ?? []), ...(scale?.accumulate ?? [])]
    for (const id of read) to.set(id, i)
    if (layer.kind === 'wide') {
      lists.push(layer.inputs)
      // what no layer makes comes from the host
      if (layer.inputs.length === 1 && !maps.has(layer.inputs[0])) maps.set(layer.inputs[0], input)
    }
    for (const ids of [scale?.residual, scale?.accumulate]) if (ids) lists.push(ids)
  }
  const blocks: Block[] = []
  for (const ids of lists.toSorted((a, b) => b.length - a.length)) {
    const known = blocks.find((block) => ids.some((id) => block.ids.includes(id)))
    if (known !== undefined) {
      const at = known.ids.indexOf(ids[0])
      if (at >= 0 && ids.every((id, i) => known.ids[at + i] === id)) continue
      const why = `real maps (${ids.join(', ')}) are joined in two orders`
      throw new MappingError(
        `network on chip ${name}`,
        why,
        'join them in one order, the later ones at the end',
      )
    }
    const shapes = ids.map((id) => maps.get(id)!)
    const odd = shapes.slice(0, -1).find(({ channels }) => channels % postLanes !== 0)
    if (odd !== undefined) {
      const why = `a real map of ${odd.channels} channels that is joined to another does not fill words of ${postLanes} values`
      throw new MappingError(`network on chip ${name}`, why, 'use a chip whose postLanes divide the channels')
    }
    const words = shapes.map(({ channels }) => Math.ceil(channels / postLanes))
    blocks.push({
      ...{ ids, words, pixelWords: words.reduce((sum, own) => sum + own, 0) },
      pixels: shapes[0].width * shapes[0].height,
      from: Math.min(...ids.map((id) => from.get(id) ?? -1)),
      to: Math.max(...ids.map((id) => to.get(id) ?? -1)),
      address: 0,
    })
  }
  // results that nobody reads, when only they are wanted
  for (const [id, map] of maps) {
    if (blocks.some(({ ids }) => ids.includes(id))) continue
    const words = Math.ceil(map.channels / postLanes)
    const at = from.get(id)!
    blocks.push({
      ids: [id],
      words: [words],
      pixelWords: words,
      pixels: map.width * map.height,
      from: at,
      to: at,
      address: 0,
    })
  }
  return blocks
}
