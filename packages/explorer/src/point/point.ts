import { type ChipConfig, ConfigError, changeChip } from '@concord/arch'
import { METRIC_NAMES } from '../space/metrics.js'
import { type Fidelity, PARAMETER_NAMES, type ParameterName } from '../space/schema.js'
import type { Space } from '../space/space.js'

/** Values of all parameters of a point, free and derived. */
export type Parameters = Readonly<Partial<Record<ParameterName, number>>>

/** One chip of a space, evaluated in one way. */
export interface Point {
  readonly id: string
  readonly fidelity: Fidelity
  readonly parameters: Parameters
}

/** The parameters at a place of the grid (one index a free parameter); undefined when no legal chip of the space is there. */
export function parametersAt(space: Space, indices: readonly number[]): Parameters | undefined {
  const values: Record<string, number> = {}
  for (const name of PARAMETER_NAMES) values[name] = space.chip[name]
  for (const [i, { name, values: choices }] of space.free.entries()) values[name] = choices[indices[i]]
  for (const { name, value } of space.derived) values[name] = value.evaluate(values)
  if (!space.shape.every((condition) => condition.evaluate(values) !== 0)) return undefined
  const named = [...space.free, ...space.derived].map(({ name }) => name)
  const parameters = Object.fromEntries(named.sort().map((name) => [name, values[name]]))
  return isLegal(space.chip, parameters) ? parameters : undefined
}

function isLegal(chip: ChipConfig, parameters: Parameters): boolean {
  try {
    chipOf(chip, parameters)
    return true
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

/** The chip of a point. */
export function chipOf(chip: ChipConfig, parameters: Parameters): ChipConfig {
  return changeChip(chip, parameters, 'point')
}

/** Values that a limit can refer to: parameters and metrics. */
export function scopeOf(
  chip: ChipConfig,
  metrics: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const scope: Record<string, number> = {}
  for (const name of PARAMETER_NAMES) scope[name] = chip[name]
  for (const name of METRIC_NAMES) scope[name] = metrics[name]
  return scope
}
