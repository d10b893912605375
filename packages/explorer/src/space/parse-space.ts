import { type ChipConfig, ConfigError, PRESETS, type PresetName, parseChipConfig } from '@concord/arch'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { type Expression, ExpressionError, parseExpression } from './expression.js'
import { METRIC_NAMES } from './metrics.js'
import {
  FIDELITIES,
  legalOf,
  PARAMETER_NAMES,
  type ParameterName,
  type SpaceFile,
  spaceSchema,
} from './schema.js'
import type { FreeParameter, Space } from './space.js'
import { SpaceError } from './space-error.js'

type Path = readonly (string | number)[]

/** Most values of one parameter. */
const VALUES_MAX = 100_000

/**
 * Reads a space.
 *
 * @param file - its name, for errors
 * @throws SpaceError naming file, line and field of every mistake
 */
export function parseSpace(text: string, file: string): Space {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const refuse = (path: Path, why: string): never => {
    throw new SpaceError(file, [{ line: lineOf(path), field: path.join('.') || 'file', why }])
  }
  if (document.errors.length > 0) {
    throw new SpaceError(
      file,
      document.errors.map(({ pos, message }) => ({
        line: lines.linePos(pos[0]).line,
        field: 'YAML',
        why: message.split('\n')[0],
      })),
    )
  }
  const parsed = spaceSchema.safeParse(document.toJS() ?? {}, { error: legalOf })
  if (!parsed.success) {
    throw new SpaceError(
      file,
      parsed.error.issues.map((issue) => {
        const key = issue.code === 'unrecognized_keys' ? [issue.keys[0]] : []
        const path = [...issue.path, ...key] as Path
        const why = issue.code === 'unrecognized_keys' ? 'there is no such field' : `legal: ${issue.message}`
        return { line: lineOf(path), field: path.join('.') || 'file', why }
      }),
    )
  }
  return complete(parsed.data, file, refuse)
}

function complete(data: SpaceFile, file: string, refuse: (path: Path, why: string) => never): Space {
  const expressionAt = (path: Path, text: string): Expression => {
    try {
      return parseExpression(text)
    } catch (error) {
      if (error instanceof ExpressionError) return refuse(path, error.why)
      throw error
    }
  }
  const free: FreeParameter[] = []
  let open: { name: ParameterName; value: Expression }[] = []
  for (const name of PARAMETER_NAMES) {
    const given = data.parameters[name]
    const path = ['parameters', name]
    if (given === undefined) continue
    if (typeof given !== 'string') free.push({ name, values: valuesOf(given, path, refuse) })
    else open.push({ name, value: expressionAt(path, given.slice(1)) })
  }
  const chip = baseChip(data.chip, file, refuse)
  const fixed = PARAMETER_NAMES.filter((name) => data.parameters[name] === undefined)
  const known = new Set<string>([...fixed, ...free.map(({ name }) => name)])
  const derived: typeof open = []
  while (open.length > 0) {
    const ready = open.filter(({ value }) => value.names.every((name) => known.has(name)))
    if (ready.length === 0) {
      const [{ name, value }] = open
      const missing = value.names.find((other) => !known.has(other))!
      const circular = open.some((other) => other.name === missing)
      refuse(
        ['parameters', name],
        circular ? `it depends on itself through ${missing}` : `there is no parameter ${missing}`,
      )
    }
    for (const entry of ready) known.add(entry.name)
    derived.push(...ready)
    open = open.filter((entry) => !ready.includes(entry))
  }
  const conditions = data.constraints.map((text, i) => {
    const expression = expressionAt(['constraints', i], text)
    const stranger = expression.names.find(
      (name) => !known.has(name) && !(METRIC_NAMES as string[]).includes(name),
    )
    if (stranger !== undefined)
      refuse(
        ['constraints', i],
        `there is no parameter or metric ${stranger}; metrics are ${METRIC_NAMES.join(', ')}`,
      )
    return expression
  })
  if (data.confirm !== undefined && FIDELITIES.indexOf(data.confirm) <= FIDELITIES.indexOf(data.fidelity)) {
    refuse(['confirm'], `it must be dearer than the fidelity of the search, which is ${data.fidelity}`)
  }
  const isShape = ({ names }: Expression) => names.every((name) => known.has(name))
  const total = data.networks.reduce((sum, { weight }) => sum + weight, 0)
  return {
    name: data.name,
    networks: data.networks.map((network) => ({ ...network, weight: network.weight / total })),
    chip,
    free,
    derived,
    shape: conditions.filter(isShape),
    limits: conditions.filter((condition) => !isShape(condition)),
    objectives: [...new Set(data.objectives)],
    fidelity: data.fidelity,
    confirm: data.confirm,
    search: data.search,
  }
}

function baseChip(
  given: SpaceFile['chip'],
  file: string,
  refuse: (path: Path, why: string) => never,
): ChipConfig {
  if (typeof given === 'string') return PRESETS[given as PresetName]
  try {
    return parseChipConfig({ name: 'base', ...given }, file)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const [{ field }] = error.faults
    return refuse(['chip', ...field.split('.')], error.why)
  }
}

function valuesOf(
  given: Exclude<NonNullable<SpaceFile['parameters'][ParameterName]>, string>,
  path: Path,
  refuse: (path: Path, why: string) => never,
): number[] {
  if (typeof given === 'number') return [given]
  if (Array.isArray(given)) return [...new Set(given)].sort((a, b) => a - b)
  const { from, to } = given
  const values: number[] = []
  for (let value = from, i = 0; value <= to; ) {
    if (values.length >= VALUES_MAX) refuse(path, `more than ${VALUES_MAX} values`)
    values.push(value)
    i++
    value = 'step' in given ? from + i * given.step : value * given.times
  }
  if (values.length === 0) refuse(path, `from ${from} to ${to} holds no value`)
  return values
}
