import { z } from 'zod'
import { parseChipConfig } from '../config/parse.js'
import { ConcordError } from '../error.js'
import type { Json, Program } from './program.js'

const count = z.int().min(0)
const positive = z.int().min(1)
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
)

const slot = z.strictObject({
  input: count,
  tensor: count,
  byteOffset: count,
  bytes: positive,
  lines: positive,
  byteStep: count,
  tensorOffset: count,
  tensorStep: count,
})

const headerSchema = z.strictObject({
  config: z.unknown(),
  batch: positive,
  classes: positive,
  encoding: z.strictObject({
    elements: positive,
    width: positive,
    height: positive,
    channels: positive,
    sourceOrder: z.literal(['channelsLast', 'channelsFirst']),
    planes: z.int().min(1).max(16),
    thresholds: z.array(z.array(z.number())).min(1),
    planeBits: z.array(count).min(1),
    patch: z.nullable(
      z.strictObject({
        width: positive,
        height: positive,
        kernelWidth: positive,
        kernelHeight: positive,
        strideX: positive,
        strideY: positive,
        dilationX: positive,
        dilationY: positive,
        left: count,
        top: count,
        padCodes: z.array(count),
      }),
    ),
  }),
  tensors: z
    .array(
      z.strictObject({
        name: z.string(),
        width: positive,
        height: positive,
        channels: positive,
        planes: z.int().min(1).max(32),
        wide: z.literal(true).optional(),
      }),
    )
    .min(2),
  passes: z.array(z.strictObject({ bytes: positive, outputBytes: count })).min(1),
  inputs: z.array(slot),
  outputs: z.array(slot),
  outputBytes: count,
  layers: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.string(),
      place: z.literal(['chip', 'host']),
      inputShape: z.array(positive),
      outputShape: z.array(positive),
      actPlanes: positive,
      weightPlanes: positive,
      macs: count,
      words: count,
      instructions: z.array(z.strictObject({ pass: count, first: count, last: count })),
    }),
  ),
  head: z.strictObject({ scale: z.array(z.number()), offset: z.array(z.number()) }),
  meta: z.record(z.string(), json),
})

/** Everything of a program but its stream. */
export type ProgramHeader = Omit<Program, 'stream'>

/**
 * Checks the parsed JSON of a header and puts its keys into the order of the schema.
 *
 * @throws ProgramError naming the first wrong value, ConfigError for an illegal chip
 */
export function checkHeader(input: unknown, where: string): ProgramHeader {
  const result = headerSchema.safeParse(input)
  if (!result.success) {
    const { path, message } = result.error.issues[0]!
    throw new ProgramError(`${where}, header, ${path.join('.') || 'top level'}`, message)
  }
  const { config, ...rest } = result.data
  return { config: parseChipConfig(config, `${where}, header, config`), ...rest }
}

/** Writes a checked header as JSON; equal headers give equal text. */
export function formatHeader(header: ProgramHeader): string {
  return JSON.stringify({ ...header, meta: sortKeys(header.meta) })
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}

/** A program was refused. */
export class ProgramError extends ConcordError {
  override readonly name = 'ProgramError'

  constructor(
    where: string,
    why: string,
    fix = 'map the network again, or copy the file again',
    cause?: unknown,
  ) {
    super({ what: 'Illegal program', where, why, fix }, { cause })
  }
}
