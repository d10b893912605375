import { ConcordError } from '@concord/arch'
import type { CellLibrary } from '../cells/cell-library.js'
import { type Netlist, rtlName } from './netlist.js'

/** At most so many places are named in an error. */
const NAMED = 5

/**
 * Checks that synthesis ended with library cells only and no latch that the RTL did not ask for.
 *
 * @param inferred - storage that Yosys found to be a latch, one `module/cell` a line
 * @throws UnmappedCellError, ExcludedCellError, InferredLatchError
 */
export function checkNetlist(
  netlist: Netlist,
  library: CellLibrary,
  isUsable: (cell: string) => boolean,
  inferred: string,
): void {
  const latches = inferred.split('\n').filter((line) => line.trim() !== '')
  if (latches.length > 0) throw new InferredLatchError(latches)
  const places = (wrong: (type: string) => boolean): string[] =>
    Object.entries(netlist.modules).flatMap(([name, { cells }]) =>
      Object.entries(cells)
        .filter(([, { type }]) => !(type in netlist.modules) && wrong(type))
        .map(([cell, { type }]) => `${type} (${rtlName(name)}.${cell})`),
    )
  const excluded = places((type) => !type.startsWith('$') && !isUsable(type))
  if (excluded.length > 0) throw new ExcludedCellError(excluded)
  const unmapped = places((type) => !Object.hasOwn(library.cells, type))
  if (unmapped.length > 0) throw new UnmappedCellError(unmapped, library.name)
}

function list(places: readonly string[]): string {
  const more = places.length > NAMED ? ` and ${places.length - NAMED} more` : ''
  return `${places.slice(0, NAMED).join(', ')}${more}`
}

/** Logic was left that is no cell of the library. */
export class UnmappedCellError extends ConcordError {
  override readonly name = 'UnmappedCellError'

  constructor(places: readonly string[], library: string) {
    super({
      what: 'Synthesis left cells that the library does not have',
      where: list(places),
      why: `${places.length} cells are not in ${library}`,
      fix: 'add the missing function to the technology, or describe the logic in another way',
    })
  }
}

/** A cell was picked that the technology excludes. */
export class ExcludedCellError extends ConcordError {
  override readonly name = 'ExcludedCellError'

  constructor(places: readonly string[]) {
    super({
      what: 'The netlist has cells that the technology excludes',
      where: list(places),
      why: 'they are for other voltages, clock trees, scan or three-state buses, and wrong in this logic',
      fix: 'keep them out of the Liberty file given to synthesis, or out of the RTL; the recipe of the technology lists the patterns',
    })
  }
}

/** The RTL describes a latch where none is meant. */
export class InferredLatchError extends ConcordError {
  override readonly name = 'InferredLatchError'

  constructor(places: readonly string[]) {
    super({
      what: 'The RTL infers latches',
      where: list(places),
      why: 'a signal keeps its value in some branch; the latches that are meant are cells of concord_latch_word',
      fix: 'give the signal a default at the top of its always_comb',
    })
  }
}
