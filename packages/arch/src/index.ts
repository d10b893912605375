export { ACTIVITY_NAMES, type Activity, type ActivityName, zeroActivity } from './activity.js'
export { lowBits, packBits, readBit, signExtend, unpackBits, writeBit } from './bits.js'
export { COUNTER_MEANINGS, COUNTER_NAMES, type CounterName, type Counters } from './commands/counters.js'
export { decodeInstruction } from './commands/decode.js'
export { encodeInstruction, InstructionError } from './commands/encode.js'
export { ENGINE, ENGINE_NAMES, type EngineName, type OwningEngine } from './commands/engine.js'
export {
  type ChipErrorState,
  ERROR_CODES,
  ERROR_MEANINGS,
  ERROR_NAMES,
  type ErrorName,
  unpackErrorRegister,
} from './commands/error-codes.js'
export { bankName, formatInstruction } from './commands/format.js'
export type {
  BeginInstruction,
  EndInstruction,
  GiveInstruction,
  Instruction,
  LoadActInstruction,
  LoadThresholdsInstruction,
  LoadWeightsInstruction,
  RunInstruction,
  SetInstruction,
  StoreInstruction,
  TakeInstruction,
} from './commands/instruction.js'
export { LANE_OPERATIONS, type LaneOperation } from './commands/lane-operations.js'
export {
  BANK_NAMES,
  ISA_VERSION,
  OPERATIONS,
  type OperandField,
  type Operation,
  type OperationName,
  WEIGHT_BANK_ID,
  WIDE_BANK_ID,
} from './commands/operations.js'
export {
  packRegister,
  type RegisterName,
  type RegisterValues,
  registerName,
  setRegister,
  unpackRegister,
} from './commands/pack-register.js'
export {
  COMPUTE_REGISTERS,
  LOAD_REGISTERS,
  POST_MODE,
  type PostMode,
  REGISTER_COUNT,
  REGISTERS,
  type Register,
  type RegisterField,
  SCALE_FUNCTION,
  STORE_REGISTERS,
} from './commands/registers.js'
export { RUN_CYCLES } from './commands/run-cycles.js'
export { TANH_ENTRIES, TANH_TABLE } from './commands/tanh-table.js'
export { CTRL_BITS, ID_VALUE, STATUS_BITS, WINDOW_STREAM_BITS_MAX, WISHBONE } from './commands/wishbone.js'
export {
  BANK_STYLES,
  CHIP_BOUNDS,
  CLOCK_MHZ,
  CORNER_PATTERN,
  KERNEL_MAX,
  MEMORY_NAMES,
  MEMORY_STYLES,
  MULTI_PLANES_MAX,
  type Range,
  SRAM_MASK_BITS,
  SRAM_WORDS,
  STREAM_BITS,
  TECHNOLOGY_PATTERN,
} from './config/bounds.js'
export { changeChip, type NumberField } from './config/change-chip.js'
export {
  type BankStyle,
  type ChipConfig,
  type MemoryName,
  type MemoryStyle,
  type StreamBits,
  wideStyle,
} from './config/chip-config.js'
export { legalLanes, legalPostLanes, legalRows } from './config/choices.js'
export { ConfigError, type ConfigFault } from './config/config-error.js'
export {
  actAddressBits,
  type ChipGeometry,
  chipGeometry,
  clog2,
  thresholdBeats,
  weightAddressBits,
  wordBeats,
} from './config/geometry.js'
export { parseChipConfig } from './config/parse.js'
export { ConfigSyntaxError, parseChipText } from './config/parse-text.js'
export { PRESETS, type PresetName } from './config/presets.js'
export { CHIP_RULES, type ChipRule } from './config/rules.js'
export { chipSignature, STRUCTURAL_FIELDS } from './config/signature.js'
export { ConcordError, type ErrorParts } from './error.js'
export {
  decodeProgram,
  encodeProgram,
  PROGRAM_MAGIC,
  PROGRAM_VERSION,
  programSha256,
} from './program/container.js'
export { ProgramError } from './program/header.js'
export {
  type PassPart,
  pixelBytes,
  programPasses,
  resultTensor,
  tensorBytes,
} from './program/passes.js'
export type {
  HostHead,
  HostTensor,
  InputEncoding,
  InputSlot,
  InstructionRange,
  Json,
  LayerInfo,
  OutputSlot,
  Pass,
  PatchGeometry,
  Program,
  Slot,
} from './program/program.js'
export { generatePackage } from './rtl/package.js'
export { type RtlParameters, rtlParameters } from './rtl/parameters.js'
export { disassemble } from './stream/disassemble.js'
export { parseStream } from './stream/parse.js'
export { bankWordBytes, payloadBytes } from './stream/payload.js'
export { type ScannedItem, type StreamEnd, type StreamScan, scanStream } from './stream/scan.js'
export type { StreamItem } from './stream/stream-item.js'
export { StreamError, StreamWriter } from './stream/writer.js'
