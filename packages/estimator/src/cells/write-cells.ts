import { writeFileSync } from 'node:fs'
import { loadRecipe } from '../technology/load-technology.js'
import { hasLiberty, readLibertyCorners } from '../technology/read-liberty-corners.js'
import { deriveLibrary } from './derive-library.js'
import { cellsPath } from './load-library.js'

/** Derives the cells of a technology from its first corner's Liberty file under `PDK_ROOT` and writes them. */
function writeCells(name: string): void {
  const recipe = loadRecipe(name)
  const pdkRoot = process.env.PDK_ROOT
  if (!hasLiberty(recipe, pdkRoot)) {
    throw new Error(`PDK_ROOT=${pdkRoot ?? ''} does not hold ${recipe.liberty} for every corner`)
  }
  const corner = recipe.corners[0]!
  const library = deriveLibrary(recipe, readLibertyCorners(recipe, pdkRoot)[corner]!, corner)
  writeFileSync(cellsPath(name), `${JSON.stringify(library, null, 2)}\n`)
  console.log(`${cellsPath(name)}: ${Object.keys(library.cells).length} cells`)
}

writeCells(process.argv[2] ?? 'sky130_fd_sc_hd')
