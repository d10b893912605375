import {
  type ChipConfig,
  ConcordError,
  decodeProgram,
  PROGRAM_MAGIC,
  type Program,
  STRUCTURAL_FIELDS,
} from '@concord/arch'
import { readInput } from './input-file.js'

/** Whether bytes start as a program file does. */
export function isProgram(bytes: Uint8Array): boolean {
  return bytes.length >= PROGRAM_MAGIC.length && PROGRAM_MAGIC.every((byte, i) => bytes[i] === byte)
}

/** Reads and checks a program file. */
export async function readProgram(path: string): Promise<Program> {
  return decodeProgram(await readInput(path), path)
}

/**
 * Checks that a program runs on a chip: that no field differs which decides what a program does.
 *
 * @throws ProgramChipError naming the fields that differ
 */
export function requireSameChip(program: ChipConfig, chip: ChipConfig, where: string): void {
  const different = STRUCTURAL_FIELDS.filter((field) => program[field] !== chip[field])
  if (different.length > 0) throw new ProgramChipError(where, program, chip, different)
}

/** A program was mapped for another chip. */
export class ProgramChipError extends ConcordError {
  override readonly name = 'ProgramChipError'

  constructor(
    where: string,
    program: ChipConfig,
    chip: ChipConfig,
    readonly fields: readonly (typeof STRUCTURAL_FIELDS)[number][],
  ) {
    const differences = fields.map((field) => `${field} ${program[field]}, not ${chip[field]}`)
    super({
      what: 'The program is for another chip',
      where,
      why: `it was mapped for ${program.name}, which differs from ${chip.name}: ${differences.join('; ')}`,
      fix: `map the network again with --chip ${chip.name}, or run it without --chip`,
    })
  }
}
