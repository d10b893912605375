export { RUN_CYCLES } from '@concord/arch'
export { FastChip, type FastChipOptions, type FastRun } from './fast/fast-chip.js'
export { type KernelMeasurement, measureKernel } from './fast/measure-kernel.js'
export { PatchError } from './fast/payload-place.js'
export { type FastOptions, runFast } from './fast/run-fast.js'
export type { MemoryContents } from './memory-contents.js'
export { type ChipInputs, type ChipOutputs, idleInputs } from './ports.js'
export type { RunError, RunResult, StreamTiming } from './run-result.js'
export { ActivityMeter } from './step/activity-meter.js'
export { Chip, type ChipObserver } from './step/chip.js'
export { restoreMemories } from './step/restore-memories.js'
export { type BackPressure, CycleLimitError, runStep, type StepOptions, stepStream } from './step/run-step.js'
export { StreamBeats, StreamShapeError } from './stream-beats.js'
export {
  type CycleReport,
  countCycles,
  IllegalProgramError,
  prepareTimeline,
} from './timeline/count-cycles.js'
export { type InstructionSpan, instructionSpans } from './timeline/spans.js'
export { type CycleCount, Timeline } from './timeline/timeline.js'
export { VcdTrace } from './vcd/trace.js'
export { TraceError } from './vcd/writer.js'
