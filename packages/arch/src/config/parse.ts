import { z } from 'zod'
import {
  BANK_STYLES,
  CHIP_BOUNDS,
  CLOCK_MHZ,
  CORNER_PATTERN,
  MEMORY_NAMES,
  MEMORY_STYLES,
  type Range,
  STREAM_BITS,
  TECHNOLOGY_PATTERN,
} from './bounds.js'
import type { ChipConfig } from './chip-config.js'
import { ConfigError, type ConfigFault, NO_FIELD } from './config-error.js'
import { CHIP_RULES } from './rules.js'

const integer = ({ min, max }: Range) => {
  const error = min === max ? `only ${min}` : `an integer in ${min}..${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}
const oneOf = <const T extends readonly (string | number)[]>(values: T) =>
  z.literal([...values] as [...T], { error: `one of ${values.join(', ')}` })

const clockError = `a number in ${CLOCK_MHZ.min}..${CLOCK_MHZ.max}`
const nameError = 'a string of 1 to 64 letters, digits, ".", "_" or "-"'
const technologyError = 'the name of a cell library, letters, digits and "_", such as sky130_fd_sc_hd'
const cornerError = 'a corner such as tt_025C_1v80'
const latches = { weight: 'latch', act: 'latch', acc: 'latch', param: 'latch' } as const

const memoriesSchema = z
  .strictObject(
    {
      weight: oneOf(MEMORY_STYLES).default('latch'),
      act: oneOf(BANK_STYLES).default('latch'),
      acc: oneOf(MEMORY_STYLES).default('latch'),
      param: oneOf(MEMORY_STYLES).default('latch'),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type'
          ? `an object with ${MEMORY_NAMES.join(', ')}, each ${MEMORY_STYLES.join(' or ')}, act ${BANK_STYLES.join(', ')}`
          : undefined,
    },
  )
  .default(latches)

const chipSchema = z.strictObject({
  name: z.string({ error: nameError }).regex(/^[\w.-]{1,64}$/, { error: nameError }),
  rows: integer(CHIP_BOUNDS.rows),
  lanes: integer(CHIP_BOUNDS.lanes),
  weightDepth: integer(CHIP_BOUNDS.weightDepth),
  accDepth: integer(CHIP_BOUNDS.accDepth),
  accBits: integer(CHIP_BOUNDS.accBits),
  actBanks: integer(CHIP_BOUNDS.actBanks),
  actWords: integer(CHIP_BOUNDS.actWords),
  postLanes: integer(CHIP_BOUNDS.postLanes),
  paramDepth: integer(CHIP_BOUNDS.paramDepth),
  pairDepth: integer(CHIP_BOUNDS.pairDepth),
  streamBits: oneOf(STREAM_BITS),
  queueDepth: integer(CHIP_BOUNDS.queueDepth),
  popcountStages: integer(CHIP_BOUNDS.popcountStages),
  counterBits: integer(CHIP_BOUNDS.counterBits),
  residualWords: integer(CHIP_BOUNDS.residualWords).default(0),
  vector: z.boolean({ error: 'true or false' }).default(false),
  memories: memoriesSchema,
  clockMhz: z
    .number({ error: clockError })
    .min(CLOCK_MHZ.min, { error: clockError })
    .max(CLOCK_MHZ.max, { error: clockError }),
  technology: z
    .string({ error: technologyError })
    .regex(TECHNOLOGY_PATTERN, { error: technologyError })
    .default('sky130_fd_sc_hd'),
  corner: z
    .string({ error: cornerError })
    .regex(CORNER_PATTERN, { error: cornerError })
    .default('tt_025C_1v80'),
})

/**
 * Completes and checks a chip configuration.
 *
 * @param input - parsed JSON; `memories`, `residualWords`, `vector`, `technology` and `corner` may be left out
 * @param where - name of the file or option it came from, for the error
 * @throws ConfigError naming every illegal field with its value and its legal range
 */
export function parseChipConfig(input: unknown, where: string): ChipConfig {
  const result = chipSchema.safeParse(input)
  if (!result.success)
    throw new ConfigError(
      where,
      result.error.issues.flatMap((i) => faultsOf(i, input)),
    )
  // The parser builds its object field by field, which V8 keeps as a hash table: reading a copy's fields is several times faster
  const config: ChipConfig = { ...result.data }
  const faults = CHIP_RULES.filter((rule) => !rule.holds(config)).map((rule) => ({
    field: rule.field,
    value: config[rule.field],
    legal: rule.legal(config),
  }))
  if (faults.length > 0) throw new ConfigError(where, faults)
  return config
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown): ConfigFault[] {
  const value = valueAt(input, issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? Object.keys(chipSchema.shape) : [...MEMORY_NAMES]
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      value: valueAt(value, [key]),
      legal: `${NO_FIELD}; the fields are ${known.join(', ')}`,
    }))
  }
  const field = issue.path.join('.') || 'configuration'
  return [{ field, value, legal: issue.path.length === 0 ? 'an object' : issue.message }]
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input)
}
