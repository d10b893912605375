import type { ChipConfig } from '@concord/arch'
import type { ComputeRegisters } from './compute-registers.js'
import type { Ownership } from './ownership.js'
import {
  BankWeight0,
  BankWide,
  EngineCompute,
  EngineControl,
  ErrorAddress,
  ErrorBank,
  ErrorNone,
  ErrorOpcode,
  ErrorOwnership,
  ErrorSize,
  KernelMax,
  MultiPlanesMax,
  OpGive,
  OpRun,
  OpTake,
  PostBin,
  PostMulti,
  PostRaw,
  PostScale,
  RegPair,
  RegScale,
  RegWideDy,
} from './package.js'
import { parametersTaken, unpackScale } from './scale-register.js'

/** Fields of a compute instruction. */
export interface ComputeInstruction {
  readonly isSet: boolean
  readonly isTake: boolean
  readonly isGive: boolean
  readonly isRun: boolean
  readonly register: number
  readonly value: number
  readonly bank: number
  readonly to: number
  readonly weightBank: number
  readonly inBank: number
  readonly outBank: number
  readonly pairsUsed: number
  readonly load: boolean
  readonly save: boolean
  readonly both: boolean
}

/** Takes an instruction apart. */
export function decodeCompute(instr: number): ComputeInstruction {
  const isSet = ((instr >>> 29) & 1) === 1
  const op = (instr >>> 26) & 7
  return {
    isSet,
    isTake: !isSet && op === OpTake,
    isGive: !isSet && op === OpGive,
    isRun: !isSet && op === OpRun,
    register: (instr >>> 24) & 31,
    value: instr & 0xffffff,
    bank: instr & 31,
    to: (instr >>> 5) & 3,
    weightBank: instr & 1,
    inBank: (instr >>> 1) & 31,
    outBank: (instr >>> 6) & 31,
    pairsUsed: (instr >>> 11) & 31,
    load: ((instr >>> 16) & 1) === 1,
    save: ((instr >>> 17) & 1) === 1,
    both: ((instr >>> 18) & 1) === 1,
  }
}

/**
 * Checks an instruction in the cycle in which it executes (docs/architecture.md §8). Mirrors rtl/concord_compute_check.sv.
 *
 * @returns an error code, in the order of the checks; ErrorNone for a TAKE that has to wait
 */
export function checkCompute(
  config: ChipConfig,
  registers: ComputeRegisters,
  ownership: Ownership,
  instruction: ComputeInstruction,
): number {
  const { isSet, isTake, isGive, isRun, register, value, bank, to } = instruction
  if (isSet) {
    if (register > (config.residualWords > 0 ? RegWideDy : RegPair)) return ErrorOpcode
    return badValue(config, register, value) ? ErrorSize : ErrorNone
  }
  if (isRun) return checkRun(config, registers, ownership, instruction)
  if (!isTake && !isGive) return ErrorOpcode
  if (!ownership.exists(bank)) return ErrorBank
  if (isGive && (to === EngineControl || to === EngineCompute)) return ErrorBank
  return isGive && !ownership.computeOwns(bank) ? ErrorOwnership : ErrorNone
}

function badValue({ pairDepth, vector }: ChipConfig, register: number, value: number): boolean {
  if (register === RegPair) return value >>> 20 >= pairDepth
  if (register !== RegScale) return false
  const { function: number, gate, accumulate } = unpackScale(value)
  return vector ? number === 3 : number !== 0 || gate || accumulate
}

function checkRun(
  config: ChipConfig,
  registers: ComputeRegisters,
  ownership: Ownership,
  { weightBank, inBank, outBank, pairsUsed, save, both }: ComputeInstruction,
): number {
  const r = registers
  const scales = r.mode === PostScale
  const wideSource = config.vector && inBank === BankWide
  const emits = runEmits(r, save)
  if (scales && config.residualWords === 0) return ErrorOpcode

  if (inBank >= config.actBanks && !wideSource) return ErrorBank
  if (emits && (outBank >= config.actBanks || outBank === inBank)) return ErrorBank

  const owns = (bank: number) => ownership.computeOwns(bank)
  if (!owns(BankWeight0 + weightBank) || (both && !owns(BankWeight0 + 1 - weightBank))) return ErrorOwnership
  if (!owns(inBank) || (emits && !owns(outBank))) return ErrorOwnership
  if (scales && !save && !owns(BankWide)) return ErrorOwnership

  if (badShape(config, r) || pairsUsed === 0 || pairsUsed > config.pairDepth) return ErrorSize
  if (wideSource && (r.kw * r.kh * r.groups * pairsUsed !== 1 || (!save && r.mode === PostRaw))) {
    return ErrorSize
  }
  if (save) return ErrorNone

  if (badPost(config, r, emits)) return ErrorSize
  const taken = scales ? parametersTaken(r.scale) : 0
  return r.mode !== PostRaw && r.slot + taken + r.thresholds > config.paramDepth ? ErrorAddress : ErrorNone
}

/** Whether a RUN writes planes. */
export function runEmits({ mode, planes }: ComputeRegisters, save: boolean): boolean {
  return !save && !(mode === PostScale && planes === 0)
}

function badShape(config: ChipConfig, r: ComputeRegisters): boolean {
  return (
    r.width === 0 ||
    r.height === 0 ||
    r.kw === 0 ||
    r.kw > KernelMax ||
    r.kh === 0 ||
    r.kh > KernelMax ||
    r.pw === 0 ||
    r.ph === 0 ||
    r.ww === 0 ||
    r.wh === 0 ||
    r.groups === 0 ||
    r.lastValid === 0 ||
    r.lastValid > config.lanes ||
    r.rows === 0 ||
    r.rows > config.rows
  )
}

function badPost({ rows, lanes, accBits }: ChipConfig, r: ComputeRegisters, emits: boolean): boolean {
  if (rows < lanes && emits && r.segment >= lanes / rows) return true
  switch (r.mode) {
    case PostBin:
      return r.thresholds !== 1 || r.planes !== 1
    case PostMulti:
      return r.thresholds === 0 || r.planes === 0 || r.planes > MultiPlanesMax
    case PostRaw:
      return r.planes === 0 || r.planes > accBits || r.pw * r.ph !== 1
    default:
      return r.planes > MultiPlanesMax || (r.thresholds !== 0 && r.planes === 0)
  }
}
