export { type ChipArea, chipArea } from './area/chip-area.js'
export { type CoreContent, coreUm2 } from './area/core-area.js'
export { type AreaBlock, type AreaEstimate, estimateArea } from './area/estimate-area.js'
export type { NetActivity } from './calibrate/activity-tcl.js'
export { blockOfPlace } from './calibrate/blocks-of-places.js'
export {
  type CalibrateOptions,
  type CalibrationResult,
  calibrate,
  compareChips,
} from './calibrate/calibrate.js'
export type { Calibration } from './calibrate/calibration.js'
export { type ChipPurpose, calibrationChips } from './calibrate/calibration-chips.js'
export { chipTiming, type TimingByBlock } from './calibrate/chip-timing.js'
export type { Comparison } from './calibrate/errors.js'
export { type FlatCell, type FlatChip, flattenChip } from './calibrate/flat-chip.js'
export { type CellPower, gatePower } from './calibrate/gate-power.js'
export { GateSimulator } from './calibrate/gate-simulator.js'
export { KeyedStore } from './calibrate/keyed-store.js'
export { fitLayouts, type LayoutComparison, type LayoutFit, type LayoutTruth } from './calibrate/layouts.js'
export {
  calibrationPath,
  describeError,
  loadCalibration,
  measuredError,
  outsideCalibration,
  truthPath,
} from './calibrate/load-calibration.js'
export { measureReference } from './calibrate/measure-reference.js'
export { hashOf, type ModuleSynthesis, synthesiseModules, TOP } from './calibrate/module-synthesis.js'
export { registerActivityTcl } from './calibrate/register-activity.js'
export type { ByBlock, TruthPoint, TruthRun } from './calibrate/truth.js'
export { readTruth, writeTruth } from './calibrate/truth-file.js'
export { writeFlatChip } from './calibrate/write-flat-chip.js'
export type { CellLibrary, LibraryCell } from './cells/cell-library.js'
export { cellModels } from './cells/cell-model.js'
export { chipLibrary } from './cells/chip-library.js'
export { type ChipMacros, chipMacros } from './cells/chip-macros.js'
export { loadLibrary } from './cells/load-library.js'
export { EnergyError } from './energy/energy-error.js'
export {
  type EnergyBlock,
  type EnergyEstimate,
  type EnergyOptions,
  type EventEnergy,
  estimateEnergy,
} from './energy/estimate-energy.js'
export { type RunEnergy, runEnergy } from './energy/run-energy.js'
export type { Basis, Figure } from './figure.js'
export {
  type PublishedChip,
  publishedChips,
  SCALING_RULES,
  type ScaledChip,
} from './published/published-chips.js'
export { BLOCKS, type BlockName } from './structure/blocks.js'
export type { CellCounts } from './structure/cell-counts.js'
export type { BlockArea } from './synthesis/block-areas.js'
export { cachedSynthesis } from './synthesis/cached-synthesis.js'
export { ExcludedCellError, InferredLatchError, UnmappedCellError } from './synthesis/check-netlist.js'
export { cellNetlist, gateNetlist } from './synthesis/gate-netlist.js'
export { abcScript, type SynthesisGoal } from './synthesis/mapping-script.js'
export { readRtl } from './synthesis/read-rtl.js'
export { rtlFingerprint } from './synthesis/rtl-fingerprint.js'
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
export { type BlockPeriod, estimateTiming, type TimingEstimate } from './timing/estimate-timing.js'
export { sizeNetlist } from './timing/size-netlist.js'
export { StaError, staVersion } from './timing/sta.js'
