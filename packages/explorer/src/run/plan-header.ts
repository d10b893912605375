import { z } from 'zod'
import { StorageError } from './atomic-file.js'
import { codeVersion } from './code-version.js'
import { DamagedFileError, parseStored, readStored } from './stored-file.js'

const networkSchema = z.strictObject({
  name: z.string(),
  /** Copy in the plan's folder, or `shape:` and the name of a published shape. */
  file: z.string(),
  sha256: z.string(),
})

const headerSchema = z.strictObject({
  format: z.literal('concord-explore'),
  /** Name of the space's file, and its text. */
  file: z.string(),
  text: z.string(),
  codeVersion: z.string(),
  networks: z.array(networkSchema),
  /** Points of the grid that are no chip of the space. */
  leftOut: z.int().min(0),
})

/** A network of a plan. */
export type PlanNetwork = Readonly<z.infer<typeof networkSchema>>

/** What is written beside a plan so that it can be run anywhere. */
export type PlanHeader = Readonly<z.infer<typeof headerSchema>>

/**
 * Reads the header of a plan.
 *
 * @throws StorageError when there is none, or it is another version's; DamagedFileError
 */
export function readHeader(path: string): PlanHeader {
  const found = parseStored<Partial<PlanHeader> | null>(readStored(path), path)
  if (found?.format !== 'concord-explore') throw new StorageError(path, new Error('it is no plan'))
  if (found.codeVersion !== codeVersion()) {
    throw new StorageError(path, new Error('the plan was made by another version of Concord: plan again'))
  }
  const header = headerSchema.safeParse(found)
  if (!header.success) throw new DamagedFileError(path, header.error)
  return header.data
}
