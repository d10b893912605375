export { type AreaBlock, type AreaEstimate, estimateArea } from './area/estimate-area.js'
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
export { loadTechnology, technologyNames, UnknownTechnologyError } from './technology/load-technology.js'
export type { CellFacts, CellRole, CornerCellFacts, Technology } from './technology/technology.js'
