import type { LibertyGroup } from '../liberty/parse-liberty.js'
import { groupsNamed } from '../liberty/read-group.js'
import type { TechnologyRecipe } from '../technology/technology.js'

/** Cells of a library that synthesis may pick: those that no pattern of the recipe excludes. */
export function usableCells(recipe: TechnologyRecipe, library: LibertyGroup): LibertyGroup[] {
  return groupsNamed(library, 'cell').filter((cell) => isUsable(recipe, cell.args[0]!))
}

/** Whether the recipe lets synthesis pick a cell. */
export function isUsable({ excludedCells }: TechnologyRecipe, cell: string): boolean {
  return !excludedCells.some((pattern) => matches(cell, pattern))
}

/** Shell pattern with `*` for any text. */
function matches(name: string, pattern: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${expression}$`).test(name)
}
