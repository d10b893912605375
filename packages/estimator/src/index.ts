export { loadTechnology, technologyNames, UnknownTechnologyError } from './technology/load-technology.js'
export type { CellFacts, CellRole, CornerCellFacts, Technology } from './technology/technology.js'
