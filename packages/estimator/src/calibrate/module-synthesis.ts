import { createHash } from 'node:crypto'
import { type ChipConfig, rtlParameters } from '@concord/arch'
import { loadLibrary } from '../cells/load-library.js'
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
import { type Netlist, type NetlistModule, rtlName } from '../synthesis/netlist.js'
import { readRtl } from '../synthesis/read-rtl.js'
import { findYosys } from '../synthesis/yosys.js'
import { loadRecipe } from '../technology/load-technology.js'
import type { KeyedStore } from './keyed-store.js'

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
}

export interface ModuleSynthesisOptions {
  readonly pdkRoot?: string | undefined
  /** Copy of the RTL to read instead of the workspace's own. */
  readonly rtl?: Readonly<Record<string, string>>
}

/** Changes when what is kept of a module changes. */
const FORMAT = '2'

/** Name under which a script lists the modules it elaborated. */
const LIST = 'modules.txt'

/**
 * Synthesises a chip module by module. A module with the same parameters and the same source is mapped once, whatever chips it is part of:
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
  const library = loadLibrary(technology)
  const liberty = libertyForSynthesis(technology, corner, pdkRoot)
  const yosys = await findYosys()
  const files = {
    ...rtl,
    [MAPPING_FILES.liberty]: liberty.text,
    [MAPPING_FILES.abc]: abcScript(liberty.basis === 'PDK'),
    [MAPPING_FILES.constraints]: mappingConstraints(recipe.cells.buffer, library),
  }
  const script = mappingScript(Object.keys(rtl), TOP, rtlParameters(config), library, false).split('\n')
  const elaborated = script.findIndex((line) => line.startsWith('hierarchy')) + 1
  const elaborate = script.slice(0, elaborated)
  const [listed] = await yosys.run(files, [...elaborate, `tee -q -o ${LIST} ls`, ''].join('\n'), [LIST])
  const names = moduleNames(listed!).filter((name) => sourceOf(rtl, name) !== undefined)

  const tools = [
    FORMAT,
    yosys.version,
    liberty.basis,
    technology,
    corner,
    ...script.slice(elaborated),
    files[MAPPING_FILES.abc],
  ]
  const shared = [...tools, hashOf([liberty.text]), rtl['concord_pkg.sv'] ?? '']
  // A module's name tells its parameters, except that of the top module
  const keyOf = (name: string): string =>
    hashOf([...shared, name, sourceOf(rtl, name)!, ...(name === TOP ? elaborate : [])])
  const known = new Map<string, NetlistModule>()
  for (const name of names) {
    const found = await store.read(keyOf(name))
    if (found !== undefined) known.set(name, found as NetlistModule)
  }
  const missing = names.filter((name) => !known.has(name))
  if (missing.length > 0) {
    const hide = [...known.keys()].map((name) => `blackbox ${name}`)
    const [latches, json] = await yosys.run(
      files,
      [...elaborate, ...hide, ...script.slice(elaborated)].join('\n'),
      [MAPPING_FILES.latches, MAPPING_FILES.json],
    )
    const all: Netlist = JSON.parse(json!)
    const fresh: Netlist = {
      modules: Object.fromEntries(missing.map((name) => [name, all.modules[name]!])),
    }
    const { netlist } = bufferNetlist(fresh, library, recipe.cells.buffer, FAN_OUT)
    const inside = { modules: { ...Object.fromEntries(known), ...netlist.modules } }
    checkNetlist(inside, library, (cell) => isUsable(recipe, cell), latches!)
    for (const name of missing) {
      known.set(name, netlist.modules[name]!)
      await store.write(keyOf(name), netlist.modules[name]!)
    }
  }
  return {
    netlist: { modules: Object.fromEntries(known) },
    ...{ yosys: yosys.version, basis: liberty.basis, mapped: missing.length },
  }
}

/** Names in what `ls` prints, one an indented line. */
function moduleNames(listed: string): string[] {
  return listed
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line))
    .map((line) => line.trim())
}

/** Text of the file that holds a module: files are called after their module. */
function sourceOf(rtl: Readonly<Record<string, string>>, name: string): string | undefined {
  const module = rtlName(name)
  return (
    rtl[`${module}.sv`] ??
    Object.values(rtl).find((text) => new RegExp(`^module ${module}\\b`, 'm').test(text))
  )
}

/** Short fingerprint of texts. */
export function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
}
