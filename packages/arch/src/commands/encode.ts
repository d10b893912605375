import { ConcordError } from '../error.js'
import { ENGINE } from './engine.js'
import type { Instruction } from './instruction.js'
import { OPERATIONS, type Operation } from './operations.js'

/**
 * Encodes an instruction into 32 bits, unsigned; unused bits are 0.
 *
 * Only what does not fit its bits is refused. Values that fit but that a chip would refuse are encoded, since
 * programs that must fail are built with this too.
 *
 * @throws InstructionError naming the operand
 */
export function encodeInstruction(instruction: Instruction): number {
  const { op } = instruction
  if (op === 'SET') {
    const { engine, register, value } = instruction
    const head = (ENGINE[engine] << 30) | (1 << 29)
    return (head | (fit(op, 'register', register, 5) << 24) | fit(op, 'value', value, 24)) >>> 0
  }
  const operation: Operation | undefined = OPERATIONS[op]
  if (!operation) throw new InstructionError(String(op), 'op', op, Object.keys(OPERATIONS).join(', '))
  const engine = 'engine' in instruction ? instruction.engine : operation.engines[0]!
  let word = (ENGINE[engine] << 30) | (operation.code << 26)
  for (const [name, { low, bits }] of Object.entries(operation.operands)) {
    word |= fit(op, name, numberOf(instruction[name as keyof Instruction]), bits) << low
  }
  return word >>> 0
}

/** Engines are operands by name, flags by truth, all else is a number. */
function numberOf(operand: unknown): number {
  if (typeof operand === 'string') return ENGINE[operand as keyof typeof ENGINE]
  return Number(operand)
}

function fit(op: string, operand: string, value: number, bits: number): number {
  const max = 2 ** bits - 1
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new InstructionError(op, operand, value, `an integer in 0..${max}`)
  }
  return value
}

/** An operand does not fit its bits. */
export class InstructionError extends ConcordError {
  override readonly name = 'InstructionError'

  constructor(
    readonly op: string,
    readonly operand: string,
    readonly value: unknown,
    legal: string,
  ) {
    super({
      what: `Cannot encode ${op}`,
      where: `operand ${operand}`,
      why: `${operand} is ${String(value)}, legal: ${legal}`,
      fix: 'split the work into instructions whose operands fit',
    })
  }
}
