import type { InputSlot, OutputSlot, Program } from '@concord/arch'
import { DataError } from '../errors.js'

/** Where one input goes in a program's stream, and where its results come out. */
export interface Slots {
  readonly inputs: readonly InputSlot[]
  readonly outputs: readonly OutputSlot[]
}

const SLOTS = new WeakMap<Program, readonly { inputs: InputSlot[]; outputs: OutputSlot[] }[]>()

/**
 * Slots of one input.
 *
 * @param index - 0..batch − 1
 * @throws DataError when the program has no such input
 */
export function slotsOf(program: Program, index: number): Slots {
  const all = SLOTS.get(program) ?? sortSlots(program)
  SLOTS.set(program, all)
  const slots = all[index]
  if (slots !== undefined) return slots
  const why = `the program handles ${program.batch} inputs, 0..${program.batch - 1}`
  throw new DataError('No such input', `input ${index}`, why, 'map the network with a larger batch')
}

function sortSlots({ batch, inputs, outputs }: Program) {
  const all = Array.from({ length: batch }, (): { inputs: InputSlot[]; outputs: OutputSlot[] } => ({
    inputs: [],
    outputs: [],
  }))
  for (const slot of inputs) all[slot.input].inputs.push(slot)
  for (const slot of outputs) all[slot.input].outputs.push(slot)
  return all
}
