import { type ChipConfig, type RtlParameters, rtlParameters } from '@concord/arch'
import { loadLibrary } from '../cells/load-library.js'
import { hasMacros, macroStubs, withMacros } from '../cells/macro-cells.js'
import { isUsable } from '../cells/usable-cells.js'
import { loadRecipe, loadTechnology } from '../technology/load-technology.js'
import { type BlockArea, blockAreas } from './block-areas.js'
import { bufferNetlist } from './buffer-netlist.js'
import { checkNetlist } from './check-netlist.js'
import { libertyForSynthesis } from './liberty-for-synthesis.js'
import {
  abcScript,
  FAN_OUT,
  MAPPING_FILES,
  mappingConstraints,
  mappingScript,
  type SynthesisGoal,
} from './mapping-script.js'
import { cellHistogram, type Netlist, topModule } from './netlist.js'
import { readRtl } from './read-rtl.js'
import { writeNetlist } from './write-netlist.js'
import { findYosys } from './yosys.js'

export interface SynthesisOptions {
  /** One module, optimised across the RTL's boundaries; else the hierarchy is kept and areas come by block. */
  readonly flatten: boolean
  /** Folder of the PDK; without it, or without its files, the cell facts serve. */
  readonly pdkRoot?: string | undefined
  /** @defaultValue `area` */
  readonly goal?: SynthesisGoal | undefined
  /** Clock that drive strengths are chosen for; as fast as possible when left out. */
  readonly periodNs?: number | undefined
  /** Copy of `rtl/` to read instead of the workspace's own. */
  readonly rtl?: Readonly<Record<string, string>>
}

/** A chip, or a part of it, in cells of a library. */
export interface Synthesis {
  readonly top: string
  readonly technology: string
  readonly corner: string
  /** Which cells Yosys was shown. */
  readonly basis: 'PDK' | 'cell facts'
  readonly tool: { readonly name: 'yosys'; readonly kind: 'packaged' | 'native'; readonly version: string }
  readonly flat: boolean
  readonly cellAreaUm2: number
  /** Buffers put behind nets with many sinks after mapping, clocks excepted. */
  readonly buffers: number
  /** Areas by RTL module; one block when flat. */
  readonly blocks: readonly BlockArea[]
  /** Number of cells by type, most frequent first. */
  readonly cells: Readonly<Record<string, number>>
  /** Verilog of the netlist. */
  readonly netlist: string
}

/** What Yosys says when ABC has gone without leaving a netlist. */
const ABC_DIED = /Can't open ABC output file/

/** Synthesises a whole chip. */
export function synthesiseChip(config: ChipConfig, options: SynthesisOptions): Promise<Synthesis> {
  const { technology, corner } = config
  return synthesise('concord_chip', rtlParameters(config), { technology, corner }, options)
}

/**
 * Synthesises an RTL module with its sky130 bodies.
 *
 * @param parameters - of the module, by RTL name
 * @throws YosysError, UnmappedCellError, ExcludedCellError, InferredLatchError
 */
export async function synthesise(
  top: string,
  parameters: RtlParameters,
  { technology, corner }: { readonly technology: string; readonly corner: string },
  { flatten, pdkRoot, goal, periodNs, rtl = readRtl('sky130') }: SynthesisOptions,
): Promise<Synthesis> {
  const recipe = loadRecipe(technology)
  const facts = loadTechnology(technology)
  const macros = hasMacros(parameters)
  const library = macros ? withMacros(loadLibrary(technology), facts) : loadLibrary(technology)
  const liberty = libertyForSynthesis(technology, corner, pdkRoot)
  const yosys = await findYosys()
  const map = (choices: boolean) =>
    yosys.run(
      {
        ...rtl,
        [MAPPING_FILES.liberty]: liberty.text,
        [MAPPING_FILES.abc]: abcScript(liberty.basis === 'PDK', goal, choices, periodNs),
        [MAPPING_FILES.constraints]: mappingConstraints(recipe.cells.buffer, library),
        ...(macros && { [MAPPING_FILES.macros]: macroStubs(facts) }),
      },
      mappingScript(Object.keys(rtl), top, parameters, library, flatten, goal),
      [MAPPING_FILES.latches, MAPPING_FILES.json],
    )
  // ABC's mapping by delay dies of the choices of some netlists; without them it is a little slower and just as right
  const [latches, json] = await map(true).catch((error) => {
    if (goal === 'speed' && ABC_DIED.test(String(error))) return map(false)
    throw error
  })
  const mapped: Netlist = JSON.parse(json!)
  const { netlist, buffers } = bufferNetlist(mapped, library, recipe.cells.buffer, FAN_OUT)
  const used = { modules: reachable(netlist, topModule(netlist, top)) }
  const isMacro = (cell: string) => library.cells[cell]?.macro !== undefined
  checkNetlist(used, library, (cell) => isMacro(cell) || isUsable(recipe, cell), latches!)
  const blocks = blockAreas(used, library, top)
  const cells = [...cellHistogram(used, topModule(used, top))].sort((a, b) => b[1] - a[1])
  return {
    ...{ top, technology, corner, basis: liberty.basis, flat: flatten, buffers },
    tool: { name: 'yosys', kind: yosys.kind, version: yosys.version },
    cellAreaUm2: blocks.reduce((sum, { ownUm2 }) => sum + ownUm2, 0),
    blocks,
    cells: Object.fromEntries(cells),
    netlist: writeNetlist(used, library),
  }
}

/** Modules that the top one needs; the library's own black boxes are none of them. */
function reachable(netlist: Netlist, top: string): Netlist['modules'] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const module = netlist.modules[name]
    if (module === undefined || found.has(name) || 'blackbox' in module.attributes) return
    found.add(name)
    for (const { type } of Object.values(module.cells)) visit(type)
  }
  visit(top)
  return Object.fromEntries([...found].map((name) => [name, netlist.modules[name]!]))
}
