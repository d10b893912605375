import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConcordError } from '@concord/arch'
import { recipeSchema, type Technology, type TechnologyRecipe, technologySchema } from './technology.js'

/** Folder of the technologies' data; beside both the sources and the build. */
const FOLDER = new URL('../../technologies/', import.meta.url)

const loaded = new Map<string, Technology>()

/** Folders that hold technologies: Concord's own, and before it `CONCORD_TECHNOLOGIES`. */
function folders(): string[] {
  const further = process.env.CONCORD_TECHNOLOGIES
  return [...(further ? [further] : []), fileURLToPath(FOLDER)]
}

/** Path of a technology's facts file; that of Concord's own folder when there is none. */
export function factsPath(name: string): string {
  const paths = folders().map((folder) => join(folder, `${name}.json`))
  return paths.find((path) => existsSync(path)) ?? paths.at(-1)!
}

/** Names of the technologies that have facts. */
export function technologyNames(): string[] {
  const names = folders()
    .flatMap((folder) => readdirSync(folder))
    .filter((file) => file.endsWith('.json') && !file.endsWith('.recipe.json'))
    .map((file) => file.slice(0, -'.json'.length))
  return [...new Set(names)].sort()
}

/** Reads a technology's recipe. */
export function loadRecipe(name: string): TechnologyRecipe {
  return recipeSchema.parse(JSON.parse(readFileSync(new URL(`${name}.recipe.json`, FOLDER), 'utf8')))
}

/**
 * The facts of a technology, read once.
 *
 * @throws UnknownTechnologyError when there is no facts file of that name
 */
export function loadTechnology(name: string): Technology {
  const known = loaded.get(name)
  if (known !== undefined) return known
  if (!/^\w+$/.test(name) || !existsSync(factsPath(name))) throw new UnknownTechnologyError(name)
  const technology = technologySchema.parse(JSON.parse(readFileSync(factsPath(name), 'utf8')))
  loaded.set(name, technology)
  return technology
}

/** A chip names a technology without facts. */
export class UnknownTechnologyError extends ConcordError {
  override readonly name = 'UnknownTechnologyError'

  constructor(readonly technology: string) {
    super({
      what: 'Unknown technology',
      where: 'technology',
      why: `${technology} has no cell facts; known: ${technologyNames().join(', ')}`,
      fix: 'name a known technology, or write a recipe and derive its facts',
    })
  }
}
