import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { poolAxes } from '../operators/pools.js'
import { planar, type WindowAxis } from '../operators/window.js'
import { hasBorder } from './border.js'
import type { ChannelFunction } from './channel-function.js'
import { refuse } from './refuse.js'
import type { SumFunction } from './sum-function.js'
import { type Area, channelCount, drafts, type PoolWindow, type Value } from './value.js'

/** Window of a pool on maps of an area. */
export function poolWindow(node: SourceNode, x: Tensor, area: Area): PoolWindow {
  if (node.operator.startsWith('Global')) {
    const pad = { left: 0, right: 0, top: 0, bottom: 0 }
    return { ...area, strideX: area.width, strideY: area.height, pad }
  }
  const axes = planar(poolAxes(node, x))
  const [rows, columns] = axes
  if (axes.some(({ dilation }) => dilation !== 1)) throw refuse(node, 'a pool with dilation is not mapped')
  return {
    width: columns.kernel,
    height: rows.kernel,
    strideX: columns.stride,
    strideY: rows.stride,
    pad: { left: columns.before, top: rows.before, right: behind(columns), bottom: behind(rows) },
  }
}

/** Padding that the last window reaches into. */
function behind({ input, kernel, stride, before, output }: WindowAxis): number {
  return Math.max(0, (output - 1) * stride + kernel - input - before)
}

/** Two pools behind each other as one. */
function compose(node: SourceNode, first: PoolWindow | undefined, second: PoolWindow): PoolWindow {
  if (first === undefined) return second
  if (hasBorder(second.pad)) throw refuse(node, 'a pool with padding behind another pool is not mapped')
  return {
    width: first.width + (second.width - 1) * first.strideX,
    height: first.height + (second.height - 1) * first.strideY,
    strideX: first.strideX * second.strideX,
    strideY: first.strideY * second.strideY,
    pad: first.pad,
  }
}

/** Window that pools the sums of each draft; undefined for those that are not pooled. */
export function poolWindows(value: Value): (PoolWindow | undefined)[] {
  switch (value.kind) {
    case 'base':
      return [undefined]
    case 'join':
      return value.parts.flatMap(poolWindows)
    case 'step':
      return poolWindows(value.operands.find((operand) => operand !== undefined)!)
    case 'pool':
      return poolWindows(value.from).map((window) => compose(value.node, window, value.window))
    default:
      return poolWindows(value.from)
  }
}

/**
 * Finds the channels whose code falls with the value that is pooled, so that the largest value gives the smallest code.
 *
 * @returns 1 for those, by channel
 */
export function fallingChannels(f: ChannelFunction, sums: SumFunction): Uint8Array {
  const low = f.run(sums.values(new Float64Array(sums.channels)))
  const high = f.run(sums.values(sums.last))
  const rises = (value: Value, c: number) => Math.sign(high.get(value)![c] - low.get(value)![c])
  const falling = new Uint8Array(sums.channels)
  const seen = new Uint8Array(sums.channels)
  const visit = (value: Value, offset: number): void => {
    if (value.kind === 'pool') {
      for (let c = 0; c < channelCount(value); c++) {
        const falls = Number(rises(value, c) * rises(f.value, offset + c) < 0)
        if (seen[offset + c] && falling[offset + c] !== falls) {
          throw refuse(value.node, 'a negative factor stands between two pools')
        }
        falling[offset + c] = falls
        seen[offset + c] = 1
      }
    }
    if (value.kind === 'join') {
      let first = offset
      for (const part of value.parts) {
        visit(part, first)
        first += channelCount(part)
      }
    } else if (value.kind === 'step') {
      for (const operand of value.operands) if (operand) visit(operand, offset)
    } else if (value.kind !== 'base') visit(value.from, offset)
  }
  if (drafts(f.value).length > 0) visit(f.value, 0)
  return falling
}
