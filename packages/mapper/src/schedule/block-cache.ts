import { tapStart } from './axis-run.js'
import type { Fill, LayerTiles } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { KeyedMemo } from './memo.js'
import { makeBlock, type RunBlock, turningSteps, wrapAddress } from './run-block.js'
import type { RunCall, RunState } from './run-call.js'
import { pixelAddress } from './view.js'

/** Blocks by the tiles that they load and by whatever else their operations depend on. */
const known = new WeakMap<LayerTiles, KeyedMemo<string, RunBlock>>()

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
  const blocks = found === undefined || found.size >= KEPT ? new KeyedMemo<string, RunBlock>() : found
  known.set(tiles, blocks)
  return blocks.get(keyOf(call, state), config, () => makeBlock(call, state, bases))
}

/** Whatever a call's operations depend on besides the tiles and the chip's fields in the key of a layer's plan. */
function keyOf(call: RunCall, { weights, forwards }: RunState): string {
  const { plan, rowGroups, block, from, to, padAddress, hasPads } = call
  const { x, y } = plan.axes
  const { region } = block
  let key = `${rowGroups[0]},${rowGroups.length},`
  key += `${block.inputs},${region.width},${region.height},`
  // Only where taps lie outside does it matter where in the map the results are
  if (x.padded) key += `x${region.x},${from.region.x},`
  if (y.padded) key += `y${region.y},${from.region.y},`
  key += `${from.region.width},${from.region.height},${from.pixelWords},`
  if (to !== undefined)
    key += `${to.region.width},${to.region.height},${to.pixelWords},${to.groups},${to.firstGroup},`
  key += `${padAddress},${hasPads},`
  key += `${fillOf(plan, weights.held[weights.last])},${fillOf(plan, weights.held[1 - weights.last])}`
  // Which bank is bank 0 matters only to tiles that lie in both
  if (
    plan.rowClasses.some(({ stepPlan }) => stepPlan.tiles.some(({ lowerWords }) => lowerWords !== undefined))
  )
    key += `l${weights.last}`
  for (const steps of turningSteps(plan)) key += forwards.has(steps) ? 'f' : 'b'
  return key
}

/** Which of the layer's fills it is: that of a tile. */
function fillOf(plan: LayerPlan, fill: Fill | undefined): string {
  const tile = fill?.tiles.find((placed) => placed.plan === plan)
  return tile === undefined ? '' : `${tile.rowGroup}/${tile.tile}`
}
