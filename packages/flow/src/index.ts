export { committedDesigns, committedFiles } from './design/committed.js'
export { designSdc } from './design/constraints.js'
export type { Design, FlowValue, PinOrder } from './design/design.js'
export { designFiles } from './design/design-files.js'
export {
  caravelDesign,
  chipDesign,
  rowDesign,
  tinyTapeoutDesign,
  wrapperDesign,
} from './design/designs.js'
export { type ModuleHeader, type ModulePort, moduleHeader } from './design/module-header.js'
export { checkFlowConfig } from './facts/check-config.js'
export { type KnownVariables, knownVariables } from './facts/known-variables.js'
export { type HardenOptions, type HardenResult, harden } from './harden.js'
export { type CollectedRun, collectRun } from './results/collect-run.js'
export type { RunFailure } from './results/failure.js'
export { type CornerFigures, type FlowFigures, flowFigures } from './results/figures.js'
export { type Metrics, MetricsError, parseMetrics } from './results/metrics.js'
export { type PowerReport, type PowerShare, parsePowerReport } from './results/power-report.js'
export type { RunStep } from './results/run-steps.js'
export { isStep } from './run/command.js'
export { findLibreLane, type LibreLane, LibreLaneVersionError, missingTools } from './run/find-librelane.js'
export { RunFolderError } from './run/run-folder.js'
