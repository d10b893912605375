import { z } from 'zod'
import { parseChipConfig } from '../config/parse.js'
import type { Json, Program } from './program.js'

const count = z.int().min(0)
const positive = z.int().min(1)
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
)

const headerSchema = z.strictObject({
  config: z.unknown(),
  batch: positive,
  classes: positive,
  encoding: z.strictObject({
    elements: positive,
    pixels: positive,
    channels: positive,
    sourceOrder: z.literal(['channelsLast', 'channelsFirst']),
    planes: z.int().min(1).max(16),
    thresholds: z.array(z.array(z.number())).min(1),
    planeBits: z.array(count).min(1),
  }),
  inputs: z.array(z.strictObject({ input: count, byteOffset: count, bytes: positive, packedOffset: count })),
  outputs: z.array(
    z.strictObject({
      input: count,
      byteOffset: count,
      bytes: positive,
      firstClass: count,
      classes: positive,
      planes: z.int().min(1).max(32),
    }),
  ),
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
      instructions: z.array(z.strictObject({ first: count, last: count })),
    }),
  ),
  head: z.strictObject({ scale: z.array(z.number()), offset: z.array(z.number()) }),
  meta: z.record(z.string(), json),
})

/** Everything of a program but its stream. */
export type ProgramHeader = Omit<Program, 'stream'>

/** Writes the header of a program as JSON, keys in the order of the schema, so equal programs give equal bytes. */
export function formatHeader(program: Program): string {
  const { config, batch, classes, encoding, inputs, outputs, outputBytes, layers, head, meta } = program
  return JSON.stringify({
    config,
    batch,
    classes,
    encoding,
    inputs,
    outputs,
    outputBytes,
    layers,
    head,
    meta,
  })
}

/**
 * Checks the parsed JSON of a header.
 *
 * @returns the header, or the path and reason of the first thing wrong
 * @throws ConfigError for an illegal chip
 */
export function checkHeader(input: unknown): ProgramHeader | { readonly path: string; readonly why: string } {
  const result = headerSchema.safeParse(input)
  if (!result.success) {
    const issue = result.error.issues[0]!
    return { path: issue.path.join('.') || 'header', why: issue.message }
  }
  return { ...result.data, config: parseChipConfig(result.data.config, 'config of the program') }
}
