import type { ChipConfig } from '@concord/arch'
import { flattenChip } from '../calibrate/flat-chip.js'
import { KeyedStore } from '../calibrate/keyed-store.js'
import { type ModuleSynthesisOptions, synthesiseModules, TOP } from '../calibrate/module-synthesis.js'
import { cellModels } from '../cells/cell-model.js'
import { chipLibrary } from '../cells/chip-library.js'
import { macroModel } from '../cells/macro-model.js'
import { cellsOfChip } from '../gates/cells-of-chip.js'
import { type LevelisedModelOptions, levelisedModel } from '../gates/levelised-model.js'
import { cachedSynthesis } from './cached-synthesis.js'
import type { SynthesisOptions } from './synthesise.js'

/** A synthesised chip as Verilog that simulators run. */
export interface GateNetlist {
  readonly netlist: string
  /** Functional models of the cells that it instantiates; empty when it has the cells' functions in it. */
  readonly models: string
}

/**
 * A chip's netlist as one levelised process, with the functions of its cells in it: the same in every cycle, in a fraction of the time. It is
 * mapped module by module, as for areas and power, so that rows that are alike are mapped once.
 */
export async function gateNetlist(
  config: ChipConfig,
  { names, ...options }: ModuleSynthesisOptions & LevelisedModelOptions,
): Promise<GateNetlist> {
  const { netlist } = await synthesiseModules(config, new KeyedStore('calibrate/modules'), options)
  const cells = cellsOfChip(flattenChip(netlist, TOP), chipLibrary(config.technology))
  return { netlist: levelisedModel(cells, { names }), models: '' }
}

/** A chip's netlist cell by cell, and models of the cells. */
export async function cellNetlist(
  config: ChipConfig,
  options: Omit<SynthesisOptions, 'flatten'>,
): Promise<GateNetlist> {
  const { netlist, cells } = await cachedSynthesis(config, { ...options, flatten: true })
  const library = chipLibrary(config.technology)
  const names = Object.keys(cells)
  const macros = names.filter((name) => library.cells[name]!.macro !== undefined)
  const models = cellModels(
    library,
    names.filter((name) => !macros.includes(name)),
    { purpose: 'simulation' },
  )
  const memories = macros.map((name) => macroModel(name, library.cells[name]!))
  return { netlist, models: [models, ...memories].join('\n') }
}
