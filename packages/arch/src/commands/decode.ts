import { ENGINE_NAMES, type EngineName, type OwningEngine } from './engine.js'
import type { Instruction } from './instruction.js'
import { OPERATIONS, type Operation } from './operations.js'
import { REGISTER_COUNT } from './registers.js'

/** Operations by engine number, then by code. */
const BY_CODE: readonly (readonly (readonly [string, Operation] | undefined)[])[] = ENGINE_NAMES.map(
  (engine) => {
    const codes = new Array<readonly [string, Operation] | undefined>(8).fill(undefined)
    for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
      if (operation.engines.includes(engine)) codes[operation.code] = [name, operation]
    }
    return codes
  },
)

/**
 * Decodes 32 bits as the chip does: unused bits are ignored.
 *
 * @returns undefined where the chip reports OPCODE: an operation or a register that the engine does not have
 */
export function decodeInstruction(word: number): Instruction | undefined {
  const engine: EngineName = ENGINE_NAMES[word >>> 30]!
  if ((word >>> 29) & 1) return decodeSet(engine, (word >>> 24) & 31, word & 0xffffff)
  const entry = BY_CODE[word >>> 30]![(word >>> 26) & 7]
  if (!entry) return undefined
  const [op, operation] = entry
  const decoded: Record<string, unknown> = { op }
  if (operation.engines.length > 1) decoded.engine = engine
  for (const [name, { low, bits }] of Object.entries(operation.operands)) {
    decoded[name] = (word >>> low) & (2 ** bits - 1)
  }
  if (op === 'GIVE') decoded.to = ENGINE_NAMES[decoded.to as number]
  if (op === 'RUN') {
    decoded.load = decoded.load === 1
    decoded.save = decoded.save === 1
    decoded.both = decoded.both === 1
  }
  return decoded as unknown as Instruction
}

function decodeSet(engine: EngineName, register: number, value: number): Instruction | undefined {
  if (engine === 'control' || register >= REGISTER_COUNT[engine as OwningEngine]) return undefined
  return { op: 'SET', engine, register, value }
}
