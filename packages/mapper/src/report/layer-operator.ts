import type { Layer } from '../network/layer.js'
import type { Scale } from '../network/scale.js'

/** What a layer of the chip is: `dense`; of one without weights what it does, in order: `tanh, multiply`, `quantise`. */
export function operatorOf({ kind, quantiser, scale, pool }: Layer): string {
  if (kind !== 'wide') return kind
  if (quantiser !== undefined) return 'quantise'
  if (scale === undefined) return 'send'
  const all = [...(pool ? ['average'] : []), ...stepsOf(scale)]
  return all.join(', ') || 'scale'
}

/** What SCALE does with other wide values, with slopes and with its table, as it does it. */
export function stepsOf({ residual, gate, slope, function: table, accumulate }: Scale): string[] {
  return [
    ...(residual && !gate ? ['add'] : []),
    ...(slope ? ['bend'] : []),
    ...(table ? [table] : []),
    ...(gate ? ['multiply'] : []),
    ...(accumulate ? ['add'] : []),
  ]
}
