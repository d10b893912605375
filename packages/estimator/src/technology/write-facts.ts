import { writeFileSync } from 'node:fs'
import { deriveTechnology } from './derive-technology.js'
import { factsPath, loadRecipe } from './load-technology.js'
import { hasLiberty, readLibertyCorners } from './read-liberty-corners.js'

/** Derives the facts of a technology from the Liberty files under `PDK_ROOT` and writes them beside its recipe. */
function writeFacts(name: string): void {
  const recipe = loadRecipe(name)
  const pdkRoot = process.env.PDK_ROOT
  if (!hasLiberty(recipe, pdkRoot)) {
    throw new Error(
      `PDK_ROOT=${pdkRoot ?? ''} does not hold ${recipe.liberty} for the corners ${recipe.corners.join(', ')}`,
    )
  }
  const technology = deriveTechnology(recipe, readLibertyCorners(recipe, pdkRoot))
  writeFileSync(factsPath(name), `${JSON.stringify(technology, null, 2)}\n`)
  console.log(`${factsPath(name)}: ${Object.keys(technology.cells).length} cells`)
}

writeFacts(process.argv[2] ?? 'sky130_fd_sc_hd')
