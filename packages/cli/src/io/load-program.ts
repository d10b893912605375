import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { type ChipConfig, ConcordError, decodeProgram, type Program } from '@concord/arch'
import { importOnnx, mapNetwork, type Network } from '@concord/mapper'
import type { Session } from '../session/session.js'
import type { DataSet } from './data-set.js'
import { InputError, readInput } from './input-file.js'
import { isProgram, requireSameChip } from './program-file.js'

/** A network file, read. */
export interface ModelFile {
  readonly network: Network
  /** Name without its folder. */
  readonly name: string
  readonly sha256: string
}

/** A program and the file it came from, which may have been a network. */
export interface LoadedProgram {
  readonly program: Program
  readonly file: string
  /** Of the file. */
  readonly sha256: string
}

/** Reads a network file. */
export async function readModel(path: string): Promise<ModelFile> {
  const bytes = await readInput(path)
  if (isProgram(bytes)) {
    const fix = 'give the network it was mapped from; "concord disasm" shows what is in a program'
    throw new InputError('Not a network', path, 'it is a Concord program, not an ONNX model', fix)
  }
  return parseModel(bytes, path)
}

function parseModel(bytes: Uint8Array, path: string): ModelFile {
  const name = basename(path)
  return { network: importOnnx(bytes, { name }), name, sha256: sha256Of(bytes) }
}

/**
 * Maps a network.
 *
 * @param batch - inputs an execution handles; chosen by the mapper when undefined
 */
export function mapModel({ network, name, sha256 }: ModelFile, chip: ChipConfig, batch?: number): Program {
  const meta = { source: name, sourceSha256: sha256 }
  return mapNetwork(network, chip, { ...(batch !== undefined && { batch }), meta })
}

/** What a run needs to know to make its program. */
export interface ProgramOptions {
  readonly chip: ChipConfig | undefined
  readonly batch: number | undefined
  /** Inputs there are to run: a program mapped here handles no more at a time. */
  readonly data: DataSet
}

/**
 * Reads a program, or reads a network and maps it.
 *
 * @throws ProgramChipError when a program is not for the chip; InputError when the inputs do not fit the network
 */
export async function loadProgram(
  path: string,
  { chip, batch, data }: ProgramOptions,
  session: Session,
): Promise<LoadedProgram> {
  const bytes = await readInput(path)
  const sha256 = sha256Of(bytes)
  if (isProgram(bytes)) {
    const program = decodeProgram(bytes, path)
    if (chip) requireSameChip(program.config, chip, path)
    if (batch !== undefined && batch !== program.batch) throw new BatchError(path, program.batch, batch)
    checkElements(program.encoding.elements, data)
    return { program: chip ? { ...program, config: chip } : program, file: path, sha256 }
  }
  if (!chip) throw new ChipMissingError(path)
  const model = parseModel(bytes, path)
  checkElements(model.network.input.elements, data)
  session.progress.phase(`mapping ${model.name} to ${chip.name}`)
  await session.breathe()
  const program = mapModel(model, chip, batch)
  const fits = batch !== undefined || program.batch <= data.count
  return { program: fits ? program : mapModel(model, chip, data.count), file: path, sha256 }
}

function checkElements(expected: number, data: DataSet): void {
  if (data.elements === expected) return
  throw new InputError(
    'Wrong image size',
    data.name,
    `an image has ${data.elements} bytes (${data.shape.join(' × ')}), the network takes ${expected}`,
    'give images of the size that the network was trained for',
  )
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A network was to be run without saying on which chip. */
export class ChipMissingError extends ConcordError {
  override readonly name = 'ChipMissingError'

  constructor(file: string) {
    super({
      what: 'No chip given',
      where: file,
      why: 'a network must be mapped to a chip before it can run',
      fix: 'add --chip with a preset or a JSON file; "concord chips" lists the presets',
    })
  }
}

/** A program was to be run with another batch than it has. */
export class BatchError extends ConcordError {
  override readonly name = 'BatchError'

  constructor(file: string, has: number, wanted: number) {
    super({
      what: 'The program has another batch',
      where: file,
      why: `it handles ${has} inputs an execution, --batch says ${wanted}`,
      fix: 'leave --batch out, or map the network again with that --batch',
    })
  }
}
