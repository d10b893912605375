import { type ChipConfig, ConcordError } from '@concord/arch'
import { flattenChip } from '../calibrate/flat-chip.js'
import { KeyedStore } from '../calibrate/keyed-store.js'
import { type ModuleSynthesisOptions, synthesiseModules, TOP } from '../calibrate/module-synthesis.js'
import { cellModels } from '../cells/cell-model.js'
import { loadLibrary } from '../cells/load-library.js'
import { type LevelisedModelOptions, levelisedModel } from '../gates/levelised-model.js'
import { cellsOfChip } from '../gates/read-cells.js'
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
  refuseMacros(config)
  const { netlist } = await synthesiseModules(config, new KeyedStore('calibrate/modules'), options)
  const cells = cellsOfChip(flattenChip(netlist, TOP), loadLibrary(config.technology))
  return { netlist: levelisedModel(cells, { names }), models: '' }
}

/** A chip's netlist cell by cell, and models of the cells. */
export async function cellNetlist(
  config: ChipConfig,
  options: Omit<SynthesisOptions, 'flatten'>,
): Promise<GateNetlist> {
  refuseMacros(config)
  const { netlist, cells } = await cachedSynthesis(config, { ...options, flatten: true })
  const models = cellModels(loadLibrary(config.technology), Object.keys(cells), { purpose: 'simulation' })
  return { netlist, models }
}

/** A gate netlist has no models of SRAM macros. */
function refuseMacros({ name, memories }: ChipConfig): void {
  if (memories.act === 'sram') throw new MacroModelError(name)
}

/** A chip with SRAM macros was to be run gate by gate. */
export class MacroModelError extends ConcordError {
  override readonly name = 'MacroModelError'

  constructor(chip: string) {
    super({
      what: 'Gates of a chip with SRAM macros cannot be run',
      where: `memories.act of ${chip}`,
      why: 'there are models of standard cells, none of macros',
      fix: 'run the RTL, which is proven equal to the macros around which the gates stand, or set memories.act to latch',
    })
  }
}
