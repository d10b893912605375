import { tapStart } from './axis-run.js'
import type { Fill, LayerTiles } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { Memo } from './memo.js'
import { makeBlock, type RunBlock, wrapAddress } from './run-block.js'
import type { RunCall, RunState } from './run-call.js'
import { Tuple, TupleMap } from './tuple-map.js'
import { pixelAddress } from './view.js'

/** Blocks by the tiles that they load and by whatever else their operations depend on. */
const known = new WeakMap<LayerTiles, TupleMap<Memo<RunBlock>>>()

/** Blocks of a layer that are kept. */
const KEPT = 1000

/** Addresses that those of a block are relative to. */
export type Bases = Readonly<Record<'input' | 'output', number>>

/** Addresses of a call's first window in its input and its output. */
export function basesOf({ plan, block, from, to }: RunCall): Bases {
  const { x, y } = plan.axes
  const { first, region } = block
  const input = pixelAddress(from, first, tapStart(x, 0, region.x), tapStart(y, 0, region.y))
  const output = to === undefined ? 0 : pixelAddress(to, first, region.x, region.y)
  return { input: wrapAddress(input), output: wrapAddress(output) }
}

/** The block of a call; made when there is none yet. */
export function blockOf(call: RunCall, state: RunState, bases: Bases): RunBlock {
  const { tiles, config } = call
  const found = known.get(tiles)
  const blocks = found === undefined || found.size >= KEPT ? new TupleMap<Memo<RunBlock>>() : found
  if (blocks !== found) known.set(tiles, blocks)
  const key = keyOf(call, state)
  const memo = blocks.get(key) ?? blocks.add(key, new Memo<RunBlock>())
  return memo.find(config) ?? memo.get(config, () => makeBlock(call, state, bases))
}

const KEY = new Tuple()

/** Whatever a call's operations depend on besides the tiles and the chip's fields in the key of a layer's plan. */
function keyOf(call: RunCall, { weights, forwards }: RunState): Tuple {
  const { plan, rowGroups, block, from, to, padAddress, hasPads } = call
  const { x, y } = plan.axes
  const { region } = block
  const key = KEY.clear().add(rowGroups[0]).add(rowGroups.length)
  key.add(block.inputs).add(region.width).add(region.height)
  // Only where taps lie outside does it matter where in the map the results are
  if (x.padded) key.add(region.x).add(from.region.x)
  if (y.padded) key.add(region.y).add(from.region.y)
  key.add(from.region.width).add(from.region.height).add(from.pixelWords)
  key.add(to === undefined ? 0 : 1)
  if (to !== undefined)
    key.add(to.region.width).add(to.region.height).add(to.pixelWords).add(to.groups).add(to.firstGroup)
  key.add(padAddress ?? -1).add(Number(hasPads))
  addFill(key, plan, weights.held[weights.last])
  addFill(key, plan, weights.held[1 - weights.last])
  // Which bank is bank 0 matters only to tiles that lie in both
  if (plan.inBoth) key.add(weights.last)
  for (const steps of plan.turning) key.add(Number(forwards.has(steps)))
  return key
}

/** Adds which of the layer's fills it is: that of a tile. */
function addFill(key: Tuple, plan: LayerPlan, fill: Fill | undefined): void {
  if (fill !== undefined) {
    const { tiles } = fill
    for (let i = 0; i < tiles.length; i++) {
      const placed = tiles[i]
      if (placed.plan !== plan) continue
      key.add(placed.rowGroup).add(placed.tile)
      return
    }
  }
  key.add(-1)
}
