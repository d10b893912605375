import { createHash } from 'node:crypto'
import { type ChipConfig, rtlParameters } from '@concord/arch'
import { loadLibrary } from '../cells/load-library.js'
import { hasMacros, macroStubs, withMacros } from '../cells/macro-cells.js'
import { isUsable } from '../cells/usable-cells.js'
import { bufferNetlist } from '../synthesis/buffer-netlist.js'
import { checkNetlist } from '../synthesis/check-netlist.js'
import { libertyForSynthesis } from '../synthesis/liberty-for-synthesis.js'
import {
  abcScript,
  FAN_OUT,
  MAPPING_FILES,
  mappingConstraints,
  mappingScript,
} from '../synthesis/mapping-script.js'
import type { Netlist, NetlistModule } from '../synthesis/netlist.js'
import { readRtl } from '../synthesis/read-rtl.js'
import { findYosys } from '../synthesis/yosys.js'
import { loadRecipe, loadTechnology } from '../technology/load-technology.js'
import type { KeyedStore } from './keyed-store.js'
import { rtlilModules } from './rtlil-modules.js'

/** Top of every chip. */
export const TOP = 'concord_chip'

/** What a chip's modules were synthesised with. */
export interface ModuleSynthesis {
  /** Every module of the chip in cells; instances of other modules stay instances. */
  readonly netlist: Netlist
  readonly yosys: string
  readonly basis: 'PDK' | 'cell facts'
  /** Modules that this call had to map; the others were known. */
  readonly mapped: number
  /** The same for chips of the same modules, mapped in the same way. */
  readonly key: string
}

export interface ModuleSynthesisOptions {
  readonly pdkRoot?: string | undefined
  /** Copy of the RTL to read instead of the workspace's own. */
  readonly rtl?: Readonly<Record<string, string>>
}

/** Changes when what is kept of a module changes. */
const FORMAT = '3'

/** Name under which a script leaves the modules it elaborated. */
const ELABORATED = 'elaborated.il'

/**
 * Synthesises a chip module by module. A module that is elaborated to the same is mapped once, whatever chips it is part of:
 * without flattening, mapping looks at one module at a time.
 *
 * @param store - where mapped modules are kept
 * @throws YosysError, UnmappedCellError, ExcludedCellError, InferredLatchError
 */
export async function synthesiseModules(
  config: ChipConfig,
  store: KeyedStore,
  { pdkRoot, rtl = readRtl('sky130') }: ModuleSynthesisOptions,
): Promise<ModuleSynthesis> {
  const { technology, corner } = config
  const recipe = loadRecipe(technology)
  const parameters = rtlParameters(config)
  const facts = loadTechnology(technology)
  const macros = hasMacros(parameters)
  const library = macros ? withMacros(loadLibrary(technology), facts) : loadLibrary(technology)
  const liberty = libertyForSynthesis(technology, corner, pdkRoot)
  const yosys = await findYosys()
  const sources = Object.keys(rtl).length
  const files = {
    ...rtl,
    [MAPPING_FILES.liberty]: liberty.text,
    [MAPPING_FILES.abc]: abcScript(liberty.basis === 'PDK'),
    [MAPPING_FILES.constraints]: mappingConstraints(recipe.cells.buffer, library),
    ...(macros && { [MAPPING_FILES.macros]: macroStubs(facts) }),
  }
  const script = mappingScript(Object.keys(rtl), TOP, parameters, library, false).split('\n')
  const elaborated = script.findIndex((line) => line.startsWith('hierarchy')) + 1
  const [elaborate, map] = [script.slice(0, elaborated), script.slice(elaborated)]
  const [rtlil] = await yosys.run(files, [...elaborate, `write_rtlil ${ELABORATED}`, ''].join('\n'), [
    ELABORATED,
  ])
  const modules = rtlilModules(rtlil!)
  const names = [...modules.keys()]
  const shared = [FORMAT, yosys.version, technology, corner, ...map, ...Object.values(files).slice(sources)]
  const sharedHash = hashOf(shared)
  const keyOf = (name: string): string => hashOf([sharedHash, name, modules.get(name)!])
  const known = new Map<string, NetlistModule>()
  for (const name of names) {
    const found = await store.read(keyOf(name))
    if (found !== undefined) known.set(name, found as NetlistModule)
  }
  const missing = names.filter((name) => !known.has(name))
  if (missing.length > 0) {
    const hide = [...known.keys()].map((name) => `blackbox ${name}`)
    const [latches, json] = await yosys.run(files, [...elaborate, ...hide, ...map].join('\n'), [
      MAPPING_FILES.latches,
      MAPPING_FILES.json,
    ])
    const all: Netlist = JSON.parse(json!)
    const fresh: Netlist = {
      modules: Object.fromEntries(missing.map((name) => [name, all.modules[name]!])),
    }
    const { netlist } = bufferNetlist(fresh, library, recipe.cells.buffer, FAN_OUT)
    const inside = { modules: { ...Object.fromEntries(known), ...netlist.modules } }
    const isMacro = (cell: string) => library.cells[cell]?.macro !== undefined
    checkNetlist(inside, library, (cell) => isMacro(cell) || isUsable(recipe, cell), latches!)
    for (const name of missing) {
      known.set(name, netlist.modules[name]!)
      await store.write(keyOf(name), netlist.modules[name]!)
    }
  }
  return {
    netlist: { modules: Object.fromEntries(known) },
    ...{ yosys: yosys.version, basis: liberty.basis, mapped: missing.length },
    key: hashOf(names.map(keyOf).sort()),
  }
}

/** Short fingerprint of texts. */
export function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
}
