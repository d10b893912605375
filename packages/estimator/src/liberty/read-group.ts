import type { LibertyGroup } from './parse-liberty.js'

/** The single value of an attribute, or undefined. */
export function attribute(group: LibertyGroup, name: string): string | undefined {
  return group.attributes.get(name)?.[0]
}

/** The single value of an attribute as a number, or `otherwise`. */
export function numberAttribute(group: LibertyGroup, name: string, otherwise: number): number {
  const text = attribute(group, name)
  return text === undefined ? otherwise : Number(text)
}

/** The numbers of a list attribute such as `index_1 ("1, 2, 3")`, rows concatenated. */
export function numberList(group: LibertyGroup, name: string): number[] {
  return (group.attributes.get(name) ?? []).flatMap((row) =>
    row
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number),
  )
}

/** Groups directly inside with this name. */
export function groupsNamed(group: LibertyGroup, name: string): LibertyGroup[] {
  return group.groups.filter((inner) => inner.name === name)
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
