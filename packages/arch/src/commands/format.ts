import type { Instruction } from './instruction.js'
import { WEIGHT_BANK_ID, WIDE_BANK_ID } from './operations.js'
import { registerName, unpackRegister } from './pack-register.js'

/** Writes an instruction as one line of text, such as `compute SET GROUPS groups=2 lastValid=16`. */
export function formatInstruction(instruction: Instruction): string {
  switch (instruction.op) {
    case 'BEGIN':
      return `control BEGIN signature=0x${hex(instruction.signature, 4)} version=${instruction.version}`
    case 'END':
      return 'control END'
    case 'TAKE':
      return `${instruction.engine} TAKE ${bankName(instruction.bank)}`
    case 'GIVE':
      return `${instruction.engine} GIVE ${bankName(instruction.bank)} to=${instruction.to}`
    case 'SET':
      return formatSet(instruction.engine, instruction.register, instruction.value)
    case 'LOAD_ACT':
      return `load LOAD_ACT ${bankName(instruction.bank)} count=${instruction.count}`
    case 'LOAD_WEIGHTS':
      return `load LOAD_WEIGHTS w${instruction.bank} words=${instruction.words} rows=${instruction.rows}`
    case 'LOAD_THRESHOLDS':
      return `load LOAD_THRESHOLDS w${instruction.bank} slots=${instruction.slots} rows=${instruction.rows}`
    case 'RUN': {
      const { weightBank, inBank, outBank, pairs, load, save, both } = instruction
      const flags = `${load ? ' load' : ''}${save ? ' save' : ''}${both ? ' both' : ''}`
      return `compute RUN w${weightBank} in=${bankName(inBank)} out=${bankName(outBank)} pairs=${pairs}${flags}`
    }
    case 'STORE':
      return `store STORE ${bankName(instruction.bank)} count=${instruction.count}`
  }
}

/** `a0`… for activation banks, `w0` and `w1` for weight banks, `wide`, and `bank19`… for names that no bank has. */
export function bankName(bank: number): string {
  if (bank < WEIGHT_BANK_ID) return `a${bank}`
  if (bank === WIDE_BANK_ID) return 'wide'
  return bank < WEIGHT_BANK_ID + 2 ? `w${bank - WEIGHT_BANK_ID}` : `bank${bank}`
}

function formatSet(engine: 'load' | 'compute' | 'store', register: number, value: number): string {
  const name = registerName(engine, register)
  if (!name) return `${engine} SET register ${register} value=0x${hex(value, 6)}`
  const fields = Object.entries<number>(unpackRegister(name, value))
  return `${engine} SET ${name} ${fields.map(([key, number]) => `${key}=${number}`).join(' ')}`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
