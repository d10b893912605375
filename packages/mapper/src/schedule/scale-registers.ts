import { COMPUTE_REGISTERS, SCALE_FUNCTION } from '@concord/arch'
import type { Scale } from '../network/scale.js'
import { field } from './register-file.js'
import type { View } from './view.js'

/** What a RUN does in the wide bank besides reading its source. */
export interface WideViews {
  readonly residual?: View | undefined
  readonly written?: View | undefined
}

const FIELDS = COMPUTE_REGISTERS.SCALE.fields

/** Value of the register SCALE; wide values are always written. */
export function packScale(scale: Scale): number {
  const { multiply, shift, add, residual, slope, slopeShift, gate, accumulate, offset } = scale
  const values = {
    ...{ shift, slopeShift, multiply: present(multiply), add: present(add), slope: present(slope), write: 1 },
    ...{ residual: Number(residual !== undefined && !gate), gate: Number(gate) },
    ...{ function: SCALE_FUNCTION[scale.function ?? 'none'], accumulate: present(accumulate) },
    offset: present(offset),
  }
  let packed = 0
  for (const [name, { low, bits }] of Object.entries(FIELDS)) {
    packed |= field(values[name as keyof typeof values], bits) << low
  }
  return packed
}

function present(part: unknown): number {
  return Number(part !== undefined)
}
