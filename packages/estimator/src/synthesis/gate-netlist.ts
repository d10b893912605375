import type { ChipConfig } from '@concord/arch'
import { cellModels } from '../cells/cell-model.js'
import { loadLibrary } from '../cells/load-library.js'
import { cachedSynthesis } from './cached-synthesis.js'
import type { SynthesisOptions } from './synthesise.js'

/** Verilog of a chip in cells, and functional models of those cells: what a simulator runs. */
export async function gateNetlist(
  config: ChipConfig,
  options: Omit<SynthesisOptions, 'flatten'>,
): Promise<{ readonly netlist: string; readonly models: string }> {
  const { netlist, cells } = await cachedSynthesis(config, { ...options, flatten: true })
  const models = cellModels(loadLibrary(config.technology), Object.keys(cells), { purpose: 'simulation' })
  return { netlist, models }
}
