import type { ChipConfig } from '@concord/arch'
import { type LayerFault, refuseLayer } from './check-layer.js'
import type { LayerPlan } from './layer-plan.js'
import { holds } from './shape-chip.js'

/**
 * Checks that one result of a layer fits the banks: the input that it needs, and the words that some row groups make.
 *
 * @throws MappingError
 */
export function checkRoom(config: ChipConfig, plan: LayerPlan): void {
  refuseLayer(config, plan, roomFault(config, plan))
}

/** More words for one result than a bank has. */
export function roomFault(config: ChipConfig, { axes, inWords, plane }: LayerPlan): LayerFault | undefined {
  const { lanes, rows } = config
  const [x, y] = [axes.x, axes.y].map(({ kernel, dilation, stride, pool, size }) =>
    Math.min(size, (pool - 1) * stride + (kernel - 1) * dilation + 1),
  )
  const together = Math.max(1, Math.floor(Math.min(rows, plane.layer.output.channels) / lanes))
  const pads = plane.padCodes === undefined ? 0 : inWords
  const words = Math.max(x * y * inWords, plane.outPlanes * together) + pads
  if (holds(config, 'actWords', words)) return undefined
  return {
    why: `one result takes ${words} words of an activation bank (${lanes} lanes), actWords is ${config.actWords}`,
    fix: `use a chip with actWords of at least ${words}, or with more lanes`,
  }
}
