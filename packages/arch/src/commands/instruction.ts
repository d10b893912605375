import type { EngineName, OwningEngine } from './engine.js'

/** Starts a program; the chip refuses another signature or version. */
export interface BeginInstruction {
  readonly op: 'BEGIN'
  readonly signature: number
  readonly version: number
}

/** Ends a program; its last beat carries the last flag of the stream. */
export interface EndInstruction {
  readonly op: 'END'
}

/** Waits until the engine owns a bank. */
export interface TakeInstruction {
  readonly op: 'TAKE'
  readonly engine: OwningEngine
  /** 0..15 activation bank, 16 and 17 weight bank, 18 the wide bank. */
  readonly bank: number
}

/** Hands an owned bank to another engine. */
export interface GiveInstruction {
  readonly op: 'GIVE'
  readonly engine: OwningEngine
  readonly bank: number
  /** Giving to `control` or to itself is a BANK error of the chip. */
  readonly to: EngineName
}

/** Writes one register of an engine. */
export interface SetInstruction {
  readonly op: 'SET'
  readonly engine: OwningEngine
  /** Register number, 0..31; see `registers.ts`. */
  readonly register: number
  /** 24 bits, unsigned. */
  readonly value: number
}

/** Loads `count` words of an activation bank or the wide bank from LOAD_ADDR on. */
export interface LoadActInstruction {
  readonly op: 'LOAD_ACT'
  readonly bank: number
  readonly count: number
}

/** Loads `words` weight words of rows 0..rows−1 from LOAD_ADDR on. */
export interface LoadWeightsInstruction {
  readonly op: 'LOAD_WEIGHTS'
  /** Weight bank, 0 or 1. */
  readonly bank: number
  readonly words: number
  readonly rows: number
}

/** Loads `slots` thresholds of rows 0..rows−1 from slot LOAD_ADDR on. */
export interface LoadThresholdsInstruction {
  readonly op: 'LOAD_THRESHOLDS'
  /** Weight bank, 0 or 1. */
  readonly bank: number
  readonly slots: number
  readonly rows: number
}

/** Computes the pixels that the compute registers describe. */
export interface RunInstruction {
  readonly op: 'RUN'
  /** Weight bank, 0 or 1. */
  readonly weightBank: number
  /** 0..15 activation bank, 18 the wide bank. */
  readonly inBank: number
  readonly outBank: number
  /** Plane pairs used, from entry 0. */
  readonly pairs: number
  /** Start from the accumulator file instead of 0. */
  readonly load: boolean
  /** End in the accumulator file instead of the post unit. */
  readonly save: boolean
  /** Weights are those of bank 0 and, from address `weightDepth` on, of bank 1; `weightBank` names the thresholds' bank only. */
  readonly both: boolean
}

/** Sends `count` words of an activation bank or the wide bank from STORE_ADDR on. */
export interface StoreInstruction {
  readonly op: 'STORE'
  readonly bank: number
  readonly count: number
}

/** One instruction of the command set, by operation. */
export type Instruction =
  | BeginInstruction
  | EndInstruction
  | TakeInstruction
  | GiveInstruction
  | SetInstruction
  | LoadActInstruction
  | LoadWeightsInstruction
  | LoadThresholdsInstruction
  | RunInstruction
  | StoreInstruction
