import { lowBits, signExtend } from '../bits.js'
import { InstructionError } from './encode.js'
import type { OwningEngine } from './engine.js'
import type { SetInstruction } from './instruction.js'
import type { STORE_REGISTERS } from './registers.js'
import { type COMPUTE_REGISTERS, type LOAD_REGISTERS, REGISTERS, type Register } from './registers.js'

type AllRegisters = typeof LOAD_REGISTERS & typeof STORE_REGISTERS & typeof COMPUTE_REGISTERS

/** Name of a register; names are unique over all engines. */
export type RegisterName = keyof AllRegisters

/** Field values of a register by name; flags are 0 or 1. */
export type RegisterValues<N extends RegisterName> = {
  readonly [F in keyof AllRegisters[N]['fields']]: number
}

const BY_NAME = new Map<string, { readonly engine: OwningEngine; readonly register: Register }>()
const BY_NUMBER: Readonly<Record<OwningEngine, RegisterName[]>> = { load: [], compute: [], store: [] }
for (const engine of ['load', 'compute', 'store'] as const) {
  for (const [name, register] of Object.entries<Register>(REGISTERS[engine])) {
    BY_NAME.set(name, { engine, register })
    BY_NUMBER[engine][register.number] = name as RegisterName
  }
}

/**
 * Packs the fields of a register into the 24-bit value of SET; fields left out are 0.
 *
 * @throws InstructionError when a field does not fit its bits
 */
export function packRegister<N extends RegisterName>(name: N, values: Partial<RegisterValues<N>>): number {
  const { fields } = BY_NAME.get(name)!.register
  for (const key of Object.keys(values)) {
    if (!(key in fields))
      throw new InstructionError('SET', `${name}.${key}`, key, Object.keys(fields).join(', '))
  }
  let packed = 0
  for (const [key, { low, bits, signed }] of Object.entries(fields)) {
    const value = Number((values as Record<string, number>)[key] ?? 0)
    const [min, max] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InstructionError('SET', `${name}.${key}`, value, `an integer in ${min}..${max}`)
    }
    packed |= lowBits(value, bits) << low
  }
  return packed >>> 0
}

/** Unpacks the 24-bit value of SET into the fields of a register; bits outside the fields are ignored. */
export function unpackRegister<N extends RegisterName>(name: N, value: number): RegisterValues<N> {
  const values: Record<string, number> = {}
  for (const [key, { low, bits, signed }] of Object.entries(BY_NAME.get(name)!.register.fields)) {
    const raw = lowBits(value >>> low, bits)
    values[key] = signed ? signExtend(raw, bits) : raw
  }
  return values as RegisterValues<N>
}

/** Name of register `number` of an engine; undefined where the chip reports OPCODE. */
export function registerName(engine: OwningEngine, number: number): RegisterName | undefined {
  return BY_NUMBER[engine][number]
}

/** Builds the SET that writes a register; fields left out are 0. */
export function setRegister<N extends RegisterName>(
  name: N,
  values: Partial<RegisterValues<N>>,
): SetInstruction {
  const { engine, register } = BY_NAME.get(name)!
  return { op: 'SET', engine, register: register.number, value: packRegister(name, values) }
}
