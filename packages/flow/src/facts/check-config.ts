import type { FlowValue } from '../design/design.js'
import { type KnownVariables, knownVariables, type VariableType } from './known-variables.js'

/** Values that LibreLane computes when it reads the file: expressions, references, paths. */
const COMPUTED = /^(expr|ref|refg|dir|pdk_dir)::/
/** Those of them that may be several files. */
const FILES = /^(refg|dir|pdk_dir)::/

/**
 * What is wrong with a configuration file: unknown, renamed and removed variables, values of another type.
 *
 * @returns one sentence a fault; none when LibreLane can take it
 */
export function checkFlowConfig(
  config: Readonly<Record<string, FlowValue>>,
  known: KnownVariables = knownVariables(),
): string[] {
  return Object.entries(config).flatMap(([name, value]) => {
    if (name === 'meta') return metaFaults(value)
    if (/^(pdk|scl)::/.test(name)) return checkFlowConfig(value as Record<string, FlowValue>, known)
    const type = known.variables[name]
    if (type !== undefined) {
      return fits(value, type) ? [] : [`${name} is ${JSON.stringify(value)}, but must be ${describe(type)}`]
    }
    const present = known.renamed[name]
    if (present !== undefined) return [`${name} is now called ${present}`]
    if (known.removed.includes(name)) return [`${name} no longer exists`]
    return [`LibreLane ${known.librelane} knows no ${name}`]
  })
}

function metaFaults(meta: FlowValue): string[] {
  const { version } = meta as { version?: unknown }
  return version === 2 || version === 3
    ? []
    : [`meta.version is ${String(version)}; below 2, values are read as text`]
}

function fits(value: FlowValue | undefined, type: VariableType): boolean {
  if (value === undefined) return typeof type === 'object' && 'optional' in type
  if (typeof type === 'object') {
    if ('optional' in type) return fits(value, type.optional)
    if ('union' in type) return type.union.some((one) => fits(value, one))
    if ('oneOf' in type) return type.oneOf.includes(value as string)
    if ('list' in type) {
      if (typeof value === 'string') return FILES.test(value) && type.list === 'path'
      return Array.isArray(value) && value.every((one) => fits(one, type.list))
    }
    if ('tuple' in type) {
      return (
        Array.isArray(value) &&
        value.length === type.tuple.length &&
        value.every((one, i) => fits(one, type.tuple[i]!))
      )
    }
    if (typeof value !== 'object' || Array.isArray(value)) return false
    const entries = Object.entries(value)
    if ('dict' in type) return entries.every(([, one]) => fits(one, type.dict))
    return entries.every(([field, one]) => {
      const inner = type.struct[field]
      return inner !== undefined && fits(one, inner)
    })
  }
  if (typeof value === 'string' && COMPUTED.test(value)) return type !== 'bool'
  if (type === 'bool') return typeof value === 'boolean'
  if (type === 'int') return Number.isInteger(value)
  if (type === 'decimal') return typeof value === 'number'
  return typeof value === 'string'
}

function describe(type: VariableType): string {
  if (typeof type === 'string') return type
  if ('optional' in type) return describe(type.optional)
  if ('union' in type) return type.union.map(describe).join(' or ')
  if ('oneOf' in type) return type.oneOf.join(' or ')
  if ('list' in type) return `a list of ${describe(type.list)}`
  if ('tuple' in type) return `a list of ${type.tuple.length} × ${describe(type.tuple[0]!)}`
  if ('dict' in type) return `an object of ${describe(type.dict)}`
  return `an object with ${Object.keys(type.struct).join(', ')}`
}
