export { chips } from './arbitrary/chip.js'
export { legalItems, scenarios } from './arbitrary/scenario.js'
export { type FastSpeed, measureFast, measureHarness, type RtlSpeed } from './bench/measure.js'
export type { RtlStyle } from './build/rtl-sources.js'
export { hasTools, ToolFailedError, ToolMissingError, type ToolName, toolVersion } from './build/tools.js'
export type { Effort } from './build/verilator.js'
export {
  type CampaignOptions,
  type CampaignResult,
  describeCampaign,
  drawChips,
  runCampaign,
} from './check/campaign.js'
export { checkScenario } from './check/check-scenario.js'
export type { BusAccess, Episode, Pressure, Scenario } from './check/episode.js'
export { describeFailure, type Failure } from './check/failure.js'
export type { Mismatch } from './check/mismatch.js'
export { checkGates } from './gates/check-gates.js'
export { countToggles, type FlatGates } from './gates/count-toggles.js'
export { type GateCampaignOptions, type GateCampaignResult, runGateCampaign } from './gates/gate-campaign.js'
export type { GateChip } from './gates/gate-chip.js'
export { ToggleMismatchError } from './gates/gate-errors.js'
export { type GateNetlist, type GateOptions, openGates } from './gates/open-gates.js'
export type { Toggles } from './gates/read-toggles.js'
export { type RecordOptions, type RunRecording, recordRun } from './gates/record-run.js'
export { type GateRun, runGates } from './gates/run-gates.js'
export {
  type LockStepOptions,
  type LockStepReport,
  type LockStepSession,
  lockStep,
  openLockStep,
} from './lock-step.js'
export { OUTPUT_FIELDS, type OutputField, RECORD_WORDS } from './rtl/ports.js'
export { openRtl, type RtlChip, type RtlEngine, type RtlOptions } from './rtl/rtl-chip.js'
export { RtlRunError, type RtlRunOptions, runRtl } from './run-rtl.js'
