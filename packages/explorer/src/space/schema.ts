import { CHIP_BOUNDS, PRESETS } from '@concord/arch'
import { z } from 'zod'
import { METRIC_NAMES, type MetricName } from './metrics.js'

/** Fields of a chip that a space can vary. */
export const PARAMETER_NAMES = [
  ...(Object.keys(CHIP_BOUNDS) as (keyof typeof CHIP_BOUNDS)[]).filter((name) => name !== 'residualWords'),
  'streamBits',
  'clockMhz',
] as const

/** A field of a chip that a space can vary. */
export type ParameterName = (typeof PARAMETER_NAMES)[number]

export const STRATEGIES = ['grid', 'random', 'evolution'] as const
/** Cheap ones first. */
export const FIDELITIES = ['closedForm', 'simulated', 'synthesised'] as const

/** How a point's figures come about; every row names its own. */
export type Fidelity = (typeof FIDELITIES)[number]

const listed = (values: readonly string[]) =>
  z.enum(values as [string, ...string[]], { error: `one of ${values.join(', ')}` })
const count = (error: string) => z.int({ error }).min(1, { error })

const rangeSchema = z.union(
  [
    z.strictObject({ from: z.number(), to: z.number(), step: z.number().positive() }),
    z.strictObject({ from: z.number().positive(), to: z.number(), times: z.number().gt(1) }),
  ],
  { error: 'a number, a list of numbers, {from, to, step}, {from, to, times}, or "= expression"' },
)

const parameterSchema = z.union(
  [z.number(), z.array(z.number()).min(1), z.string().startsWith('='), rangeSchema],
  {
    error: 'a number, a list of numbers, {from, to, step}, {from, to, times}, or "= expression"',
  },
)

const chipError = `a preset (${Object.keys(PRESETS).join(', ')}) or the fields of a chip`

/** The file of a space, as written. */
export const spaceSchema = z.strictObject({
  name: z.string({ error: 'a name' }).min(1).max(200).default('space'),
  networks: z
    .array(
      z.strictObject({
        model: z
          .string({ error: 'the path of a network, or shape: and the name of a published shape' })
          .min(1),
        weight: z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' }).default(1),
        batch: count('a whole number from 1').default(1),
      }),
      { error: 'a list of networks, each with a model' },
    )
    .min(1, { error: 'at least one network' }),
  chip: z
    .union([listed(Object.keys(PRESETS)), z.record(z.string(), z.unknown())], { error: chipError })
    .default('edge'),
  parameters: z.partialRecord(
    z.enum(PARAMETER_NAMES, { error: `one of ${PARAMETER_NAMES.join(', ')}` }),
    parameterSchema,
  ),
  constraints: z.array(z.string({ error: 'an expression' })).default([]),
  objectives: z
    .array(listed(METRIC_NAMES) as unknown as z.ZodType<MetricName>, {
      error: `a list of ${METRIC_NAMES.join(', ')}`,
    })
    .min(1)
    .default(['latencyUs', 'energyNj', 'areaMm2']),
  fidelity: z.enum(FIDELITIES, { error: `one of ${FIDELITIES.join(', ')}` }).default('closedForm'),
  confirm: z.enum(['simulated', 'synthesised'], { error: 'one of simulated, synthesised' }).optional(),
  search: z
    .strictObject({
      strategy: z.enum(STRATEGIES, { error: `one of ${STRATEGIES.join(', ')}` }).default('grid'),
      points: count('a whole number from 1').default(1000),
      population: z.int().min(4, { error: 'a whole number from 4' }).default(32),
      seed: z.int({ error: 'a whole number' }).min(0).default(1),
    })
    .prefault({}),
})

const KINDS: Readonly<Partial<Record<string, string>>> = {
  object: 'fields with values',
  record: 'fields with values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
}

/** What would be legal in place of a value, where its schema says no more than its kind and size. */
export function legalOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return KINDS[issue.expected]
  const unit = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : ''
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unit}`
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit}`
  return undefined
}

export type SpaceFile = z.output<typeof spaceSchema>
