import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UnknownTechnologyError } from '../technology/load-technology.js'
import { type CellLibrary, cellLibrarySchema } from './cell-library.js'

const loaded = new Map<string, CellLibrary>()

/** Path of the cells of a technology. */
export function cellsPath(name: string): string {
  return fileURLToPath(new URL(`../../technologies/cells/${name}.json`, import.meta.url))
}

/**
 * The cells of a technology that synthesis may use, read once.
 *
 * @throws UnknownTechnologyError
 */
export function loadLibrary(name: string): CellLibrary {
  const known = loaded.get(name)
  if (known !== undefined) return known
  if (!/^\w+$/.test(name) || !existsSync(cellsPath(name))) throw new UnknownTechnologyError(name)
  const library = cellLibrarySchema.parse(JSON.parse(readFileSync(cellsPath(name), 'utf8')))
  loaded.set(name, library)
  return library
}
