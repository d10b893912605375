import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LibertyGroup, parseLiberty } from '../liberty/parse-liberty.js'
import type { TechnologyRecipe } from './technology.js'

/** Path of the Liberty file of one corner under a PDK root. */
export function libertyPath(recipe: TechnologyRecipe, pdkRoot: string, corner: string): string {
  return join(pdkRoot, recipe.liberty.replace('{corner}', corner))
}

/** Whether a PDK root holds the Liberty files of all the recipe's corners. */
export function hasLiberty(recipe: TechnologyRecipe, pdkRoot: string | undefined): pdkRoot is string {
  return (
    pdkRoot !== undefined &&
    recipe.corners.every((corner) => existsSync(libertyPath(recipe, pdkRoot, corner)))
  )
}

/** Reads and parses the Liberty file of every corner of a recipe. */
export function readLibertyCorners(recipe: TechnologyRecipe, pdkRoot: string): Record<string, LibertyGroup> {
  return Object.fromEntries(
    recipe.corners.map((corner) => [
      corner,
      parseLiberty(readFileSync(libertyPath(recipe, pdkRoot, corner), 'utf8')),
    ]),
  )
}
