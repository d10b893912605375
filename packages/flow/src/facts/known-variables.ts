import { readFileSync } from 'node:fs'

/** Type of a LibreLane variable; see scripts/librelane-variables.py. */
export type VariableType =
  | 'bool'
  | 'int'
  | 'decimal'
  | 'string'
  | 'path'
  | { readonly optional: VariableType }
  | { readonly list: VariableType }
  | { readonly tuple: readonly VariableType[] }
  | { readonly dict: VariableType }
  | { readonly oneOf: readonly string[] }
  | { readonly union: readonly VariableType[] }
  | { readonly struct: Readonly<Record<string, VariableType>> }

/** What is known of one version of LibreLane. */
export interface KnownVariables {
  readonly librelane: string
  /** Steps of the flow Classic, in order. */
  readonly steps: readonly string[]
  readonly variables: Readonly<Record<string, VariableType>>
  /** Former names, with the present one. */
  readonly renamed: Readonly<Record<string, string>>
  readonly removed: readonly string[]
}

const FACTS = new URL('../../facts/librelane.json', import.meta.url)

let known: KnownVariables | undefined

/** Names and types of LibreLane's variables, and the steps of its flow. */
export function knownVariables(): KnownVariables {
  known ??= JSON.parse(readFileSync(FACTS, 'utf8')) as KnownVariables
  return known
}
