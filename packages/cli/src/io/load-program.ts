import { createHash } from 'node:crypto'
import { type ChipConfig, ConcordError, decodeProgram, type Program } from '@concord/arch'
import {
  importFiles,
  mapNetwork,
  type Network,
  type NetworkFile,
  placeNetwork,
  refuseHost,
  stemShape,
} from '@concord/mapper'
import type { Session } from '../session/session.js'
import { arrangeData, type DataSet } from './data-set.js'
import { type ModelOptions, programBytes, readModelOrProgram } from './model-file.js'
import { requireSameChip } from './program-file.js'

/** A program and the file it came from, which may have been a network. */
export interface LoadedProgram {
  readonly program: Program
  /** As it is placed on the chip; undefined when the file was a program. */
  readonly network: Network | undefined
  /** The inputs in the order that the program takes. */
  readonly data: DataSet
  readonly file: string
  /** Of the file. */
  readonly sha256: string
}

/** How a network is mapped, beside the batch. */
export interface MapModelOptions {
  /** False: what the host would have to compute is an error. @defaultValue true */
  readonly host?: boolean | undefined
  /** False: the chip walks the windows of the first layer, even where the host could lay them out in fewer words. */
  readonly patches?: boolean | undefined
}

/**
 * Maps a network as it is placed on the chip.
 *
 * @param batch - inputs an execution handles; chosen by the mapper when undefined
 */
export function mapModel(
  { network, name, sha256 }: NetworkFile,
  chip: ChipConfig,
  batch?: number,
  { host = true, patches = true }: MapModelOptions = {},
): Program {
  const meta = { source: name, sourceSha256: sha256 }
  const options = { ...(batch !== undefined && { batch }), ...(patches ? {} : { patches }), meta }
  return mapNetwork(placeModel(network, chip, host), chip, options)
}

/**
 * A network as it is placed on a chip.
 *
 * @param host - false: the host may compute nothing but planes of bytes and what follows the last layer
 * @throws UnsupportedError naming what it would have to compute
 */
function placeModel(network: Network, chip: ChipConfig, host: boolean): Network {
  const placed = placeNetwork(network, chip)
  if (!host) refuseHost(placed)
  return placed
}

/** What a run needs to know to make its program. */
export interface ProgramOptions {
  readonly chip: ChipConfig | undefined
  readonly batch: number | undefined
  /** Inputs there are to run: a program mapped here handles no more at a time. */
  readonly data: DataSet
  /** For a network. */
  readonly model?: ModelOptions
  /** False: what the host would have to compute is an error. @defaultValue true */
  readonly host?: boolean | undefined
}

/**
 * Reads a program, or reads a network and maps it.
 *
 * @throws ProgramChipError when a program is not for the chip, MappedError when it was to be mapped in another way;
 * InputError when the inputs do not fit the network
 */
export async function loadProgram(
  path: string,
  { chip, batch, data, model: options, host = true }: ProgramOptions,
  session: Session,
): Promise<LoadedProgram> {
  const files = await readModelOrProgram(path)
  const bytes = programBytes(files)
  if (bytes !== undefined) {
    const program = decodeProgram(bytes, path)
    if (chip) requireSameChip(program.config, chip, path)
    for (const option of mappingOptions(host, options)) throw new MappedError(path, option)
    if (batch !== undefined && batch !== program.batch) throw new BatchError(path, program.batch, batch)
    const arranged = arrangeData(data, inputShape(program))
    const sha256 = sha256Of(bytes)
    const configured = chip ? { ...program, config: chip } : program
    return { program: configured, network: undefined, data: arranged, file: path, sha256 }
  }
  if (!chip) throw new ChipMissingError(path)
  const model = await importFiles(files, options)
  const { input } = model.network
  const arranged = arrangeData(data, input.shape.slice(1))
  session.progress.phase(`mapping ${model.name} to ${chip.name}`)
  await session.breathe()
  const program = mapModel(model, chip, batch, { host })
  const fits = batch !== undefined || program.batch <= data.count
  const { sha256 } = model
  const network = placeNetwork(model.network, chip)
  const own = fits ? program : mapModel(model, chip, data.count)
  return { program: own, network, data: arranged, file: path, sha256 }
}

/** Shape of one input as a program takes it: that of its stem, else a flat list, or a map with its channels first or last. */
function inputShape(program: Program): readonly number[] {
  const shape = stemShape(program)
  if (shape !== undefined) return shape
  const { channels, width, height, sourceOrder } = program.encoding
  if (width * height === 1) return [channels]
  return sourceOrder === 'channelsFirst' ? [channels, height, width] : [height, width, channels]
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

/** Options of a run that only reading and mapping a network heeds. */
function mappingOptions(host: boolean, { inputScaling, signOfZero }: ModelOptions = {}): string[] {
  return [
    ...(host ? [] : ['--no-host']),
    ...(inputScaling === undefined ? [] : ['--input-scale']),
    ...(signOfZero === undefined ? [] : ['--sign-zero']),
  ]
}

/** A program was to be mapped in another way. */
export class MappedError extends ConcordError {
  override readonly name = 'MappedError'

  constructor(file: string, option: string) {
    super({
      what: 'The program has been mapped already',
      where: file,
      why: `${option} is about mapping a network, and a program holds what came of that`,
      fix: `leave ${option} out, or give the network that the program was mapped from`,
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
