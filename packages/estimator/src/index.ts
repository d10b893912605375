export { type AreaBlock, type AreaEstimate, estimateArea } from './area/estimate-area.js'
export type { CellLibrary, LibraryCell } from './cells/cell-library.js'
export { cellModels } from './cells/cell-model.js'
export { loadLibrary } from './cells/load-library.js'
export {
  type EnergyBlock,
  EnergyError,
  type EnergyEstimate,
  type EnergyOptions,
  type EventEnergy,
  estimateEnergy,
} from './energy/estimate-energy.js'
export type { Basis, Figure } from './figure.js'
export { BLOCKS, type BlockName } from './structure/blocks.js'
export type { CellCounts } from './structure/cell-counts.js'
export type { BlockArea } from './synthesis/block-areas.js'
export { cachedSynthesis } from './synthesis/cached-synthesis.js'
export { ExcludedCellError, InferredLatchError, UnmappedCellError } from './synthesis/check-netlist.js'
export { gateNetlist } from './synthesis/gate-netlist.js'
export { YosysError } from './synthesis/run-yosys.js'
export { type SiliconBudgets, siliconBudgets } from './synthesis/silicon-budgets.js'
export { type Synthesis, type SynthesisOptions, synthesise, synthesiseChip } from './synthesis/synthesise.js'
export { findPdk } from './technology/find-pdk.js'
export { loadTechnology, technologyNames, UnknownTechnologyError } from './technology/load-technology.js'
export type { CellFacts, CellRole, CornerCellFacts, Technology } from './technology/technology.js'
export {
  analyseTiming,
  type CornerTiming,
  MissingLibertyError,
  type Timing,
  type TimingPath,
} from './timing/analyse-timing.js'
export { StaError } from './timing/sta.js'
