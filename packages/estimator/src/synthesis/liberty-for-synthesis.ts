import { readFileSync } from 'node:fs'
import { loadLibrary } from '../cells/load-library.js'
import { isUsable } from '../cells/usable-cells.js'
import { filterLiberty, libertyOfFacts } from '../cells/write-liberty.js'
import { parseLiberty } from '../liberty/parse-liberty.js'
import { loadRecipe } from '../technology/load-technology.js'
import { hasLiberty, libertyPath } from '../technology/read-liberty-corners.js'

/** Liberty text for the mapper, and where it comes from. */
export interface SynthesisLiberty {
  readonly text: string
  readonly basis: 'PDK' | 'cell facts'
}

const filtered = new Map<string, SynthesisLiberty>()

/** The corner's Liberty file without excluded cells, or, without a PDK, what the cell facts give. */
export function libertyForSynthesis(
  technology: string,
  corner: string,
  pdkRoot: string | undefined,
): SynthesisLiberty {
  const recipe = loadRecipe(technology)
  if (!hasLiberty(recipe, pdkRoot)) {
    return { text: libertyOfFacts(loadLibrary(technology)), basis: 'cell facts' }
  }
  const path = libertyPath(recipe, pdkRoot, corner)
  let liberty = filtered.get(path)
  if (liberty === undefined) {
    const library = parseLiberty(readFileSync(path, 'utf8'))
    liberty = { text: filterLiberty(library, (cell) => isUsable(recipe, cell)), basis: 'PDK' }
    filtered.set(path, liberty)
  }
  return liberty
}
