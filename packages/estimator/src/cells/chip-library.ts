import { loadTechnology } from '../technology/load-technology.js'
import type { CellLibrary } from './cell-library.js'
import { loadLibrary } from './load-library.js'
import { withMacros } from './macro-cells.js'

const loaded = new Map<string, CellLibrary>()

/**
 * All that the netlist of a chip may be made of: the cells of a technology that synthesis may use, and its SRAM macros.
 *
 * @throws UnknownTechnologyError
 */
export function chipLibrary(technology: string): CellLibrary {
  const known = loaded.get(technology)
  if (known !== undefined) return known
  const library = withMacros(loadLibrary(technology), loadTechnology(technology))
  loaded.set(technology, library)
  return library
}
