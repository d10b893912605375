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
    const head = (engineNumber(op, 'engine', engine) << 30) | (1 << 29)
    return (head | (fit(op, 'register', register, 5) << 24) | fit(op, 'value', value, 24)) >>> 0
  }
  const operation: Operation | undefined = OPERATIONS[op]
  if (!operation) throw new InstructionError(String(op), 'op', op, Object.keys(OPERATIONS).join(', '))
  const engine = 'engine' in instruction ? instruction.engine : operation.engines[0]!
  if (!operation.engines.includes(engine)) {
    throw new InstructionError(op, 'engine', engine, operation.engines.join(', '))
  }
  let word = (ENGINE[engine] << 30) | (operation.code << 26)
  for (const [name, { low, bits }] of Object.entries(operation.operands)) {
    const operand: unknown = instruction[name as keyof Instruction]
    word |= (name === 'to' ? engineNumber(op, name, operand) : fit(op, name, Number(operand), bits)) << low
  }
  return word >>> 0
}

function engineNumber(op: string, operand: string, name: unknown): number {
  const number: number | undefined = ENGINE[name as keyof typeof ENGINE]
  if (number === undefined) throw new InstructionError(op, operand, name, Object.keys(ENGINE).join(', '))
  return number
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
