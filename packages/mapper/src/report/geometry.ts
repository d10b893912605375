import { hasBorder } from '../network/border.js'
import type { Layer } from '../network/layer.js'
import type { Border } from '../network/map-shape.js'

/** `3×3, stride 2, pad 1, max 2×2`. */
export function geometry({ kernel, stride, dilation, pad, padCodes, groups, pool, scale }: Layer): string {
  const parts = [size(kernel.height, kernel.width)]
  if (stride.x > 1 || stride.y > 1) parts.push(`stride ${size(stride.y, stride.x)}`)
  if (dilation.x > 1 || dilation.y > 1) parts.push(`dilation ${size(dilation.y, dilation.x)}`)
  if (hasBorder(pad)) parts.push(`pad ${border(pad)}${padCodes === undefined ? ' skipped' : ''}`)
  if (groups > 1) parts.push(`${groups} groups`)
  if (pool !== undefined) {
    const step = pool.strideX === pool.width && pool.strideY === pool.height
    parts.push(
      `${scale ? 'sum' : 'max'} ${size(pool.height, pool.width)}${step ? '' : ` stride ${size(pool.strideY, pool.strideX)}`}`,
    )
    if (hasBorder(pool.pad)) parts.push(`pool pad ${border(pool.pad)}`)
  }
  return parts.join(', ')
}

function size(height: number, width: number): string {
  return `${height}×${width}`
}

/** One number for a border that is even, else left, right, top, bottom. */
function border({ left, right, top, bottom }: Border): string {
  const sides = [left, right, top, bottom]
  return sides.every((side) => side === left) ? String(left) : sides.join(' ')
}
