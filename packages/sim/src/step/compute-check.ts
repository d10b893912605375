import type { ChipConfig } from '@concord/arch'
import type { ComputeRegisters } from './compute-registers.js'
import type { Ownership } from './ownership.js'
import {
  BankWeight0,
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
  RegPair,
} from './package.js'

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
    if (register > RegPair) return ErrorOpcode
    return register === RegPair && value >>> 20 >= config.pairDepth ? ErrorSize : ErrorNone
  }
  if (isRun) return checkRun(config, registers, ownership, instruction)
  if (!isTake && !isGive) return ErrorOpcode
  if (!ownership.exists(bank)) return ErrorBank
  if (isGive && (to === EngineControl || to === EngineCompute)) return ErrorBank
  return isGive && !ownership.computeOwns(bank) ? ErrorOwnership : ErrorNone
}

function checkRun(
  config: ChipConfig,
  registers: ComputeRegisters,
  ownership: Ownership,
  { weightBank, inBank, outBank, pairsUsed, save }: ComputeInstruction,
): number {
  const r = registers
  if (r.mode > PostRaw) return ErrorOpcode

  if (inBank >= config.actBanks) return ErrorBank
  if (!save && (outBank >= config.actBanks || outBank === inBank)) return ErrorBank

  const owns = (bank: number) => ownership.computeOwns(bank)
  if (!owns(BankWeight0 + weightBank) || !owns(inBank) || !(save || owns(outBank))) return ErrorOwnership

  if (badShape(config, r) || pairsUsed === 0 || pairsUsed > config.pairDepth) return ErrorSize
  if (save) return ErrorNone

  if (badPost(config, r)) return ErrorSize
  return r.mode !== PostRaw && r.slot + r.thresholds > config.paramDepth ? ErrorAddress : ErrorNone
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

function badPost({ rows, lanes, accBits }: ChipConfig, r: ComputeRegisters): boolean {
  if (rows < lanes && r.segment >= lanes / rows) return true
  switch (r.mode) {
    case PostBin:
      return r.thresholds !== 1 || r.planes !== 1
    case PostMulti:
      return r.thresholds === 0 || r.planes === 0 || r.planes > MultiPlanesMax
    default:
      return r.planes === 0 || r.planes > accBits || r.pw * r.ph !== 1
  }
}
