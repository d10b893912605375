import { type ChipConfig, signExtend } from '@concord/arch'
import { lowMask, partCount } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'
import {
  ErrorAddress,
  ErrorNone,
  LaneAccumulate,
  LaneGate,
  LaneMultiply,
  LaneQuantise,
  LaneResidual,
  LaneSum,
  LaneWrite,
  PostScale,
} from './package.js'
import { PostLane } from './post-lane.js'
import type { PostStage } from './post-stage.js'
import { WideAddress } from './wide-address.js'
import { packWide, type WideBank } from './wide-bank.js'

/** The wide word that an operation touches, on its way through the stages. */
interface WideStage {
  readonly operation: number
  readonly step: number
  readonly windowFirst: boolean
  readonly touch: boolean
  readonly address: number
}

/** The post lanes and their way to the wide bank. Mirrors rtl/concord_scale_unit.sv. */
export class ScaleUnit {
  sourceAddrQ = 0
  readonly residualAddress: WideAddress
  readonly writeAddress: WideAddress
  stage1: WideStage | undefined
  stage2: WideStage | undefined
  /** The word read, a value a lane. */
  readonly wide2Q: Int32Array
  readonly lanes: readonly PostLane[]

  // Combinational
  error = ErrorNone
  /** A word is written in this cycle. */
  write = false
  /** A word is read in this cycle. */
  read = false
  #stage0: WideStage | undefined
  readonly #wideD: Int32Array
  readonly #values: Int32Array
  readonly #word: Uint32Array
  readonly #addrMask: number

  constructor(
    readonly config: ChipConfig,
    readonly registers: ComputeRegisters,
    readonly wideBank: WideBank,
  ) {
    const { postLanes } = config
    this.#addrMask = lowMask(registers.addrBits)
    this.residualAddress = new WideAddress(this.#addrMask)
    this.writeAddress = new WideAddress(this.#addrMask)
    this.lanes = Array.from({ length: postLanes }, () => new PostLane())
    this.wide2Q = new Int32Array(postLanes)
    this.#wideD = new Int32Array(postLanes)
    this.#values = new Int32Array(postLanes)
    this.#word = new Uint32Array(partCount(16 * postLanes))
  }

  reset(): void {
    this.sourceAddrQ = 0
    this.residualAddress.reset()
    this.writeAddress.reset()
    this.stage1 = this.stage2 = undefined
  }

  /** Whether the word of stage 2 lies outside the bank; from registers only. */
  decide(): void {
    const outside = this.stage2 !== undefined && this.stage2.address >= this.config.residualWords
    this.error = this.stage2?.touch && outside ? ErrorAddress : ErrorNone
    this.write = this.stage2?.operation === LaneWrite && !outside
  }

  /**
   * @param stage - where the sequencer stands; undefined when it does not operate
   * @param sums - of stage 2; @param parameters - likewise, all accBits
   */
  eval(
    stage: PostStage | undefined,
    wideSource: boolean,
    windowFirst: boolean,
    sums: Int32Array,
    parameters: Int32Array,
  ): void {
    this.#stage0 = stage && this.#sequence(stage, wideSource, windowFirst)
    this.read = this.stage1?.touch === true && this.stage1.operation !== LaneWrite
    if (this.stage1?.touch) {
      // What is read outside the bank is never used
      const inside = this.stage1.address < this.config.residualWords
      if (inside) this.wideBank.read(this.stage1.address, this.#wideD)
    }
    if (this.write) this.#write(this.stage2!)
    if (this.stage2 && this.registers.mode === PostScale) {
      this.#operate(this.stage2, wideSource, sums, parameters)
    }
  }

  #sequence({ operation, index: step }: PostStage, wideSource: boolean, windowFirst: boolean): WideStage {
    const scales = this.registers.mode === PostScale
    const source = wideSource && operation === (scales ? LaneMultiply : LaneQuantise)
    const residual = operation === LaneResidual || operation === LaneGate
    const written = operation === LaneSum || operation === LaneWrite || operation === LaneAccumulate
    const base = source ? this.sourceAddrQ : residual ? this.residualAddress.addrQ : this.writeAddress.addrQ
    const address = (base + step) & this.#addrMask
    return { operation, step, windowFirst, touch: source || residual || written, address }
  }

  /** Rows that are not used give 0. */
  #write({ step, address }: WideStage): void {
    const { postLanes } = this.config
    for (let lane = 0; lane < postLanes; lane++) {
      this.#values[lane] = step * postLanes + lane < this.registers.rows ? this.lanes[lane].y : 0
    }
    packWide(this.#values, this.#word)
    this.wideBank.memory.write(address, this.#word)
  }

  #operate(stage: WideStage, wideSource: boolean, sums: Int32Array, parameters: Int32Array): void {
    const { operation, windowFirst } = stage
    for (let lane = 0; lane < this.lanes.length; lane++) {
      const wide = this.wide2Q[lane]
      const a = wideSource ? wide : sums[lane]
      const parameter = signExtend(parameters[lane] & 0xffff, 16)
      this.lanes[lane].operate(operation, this.registers.scale, { a, parameter, wide, windowFirst })
    }
  }

  /** @param windowEnd - the sequencer is through with a window */
  tick(runStart: boolean, windowEnd: boolean): void {
    const r = this.registers
    if (this.stage1?.touch) this.wide2Q.set(this.#wideD)
    this.stage2 = this.stage1
    this.stage1 = this.#stage0
    if (windowEnd) {
      this.residualAddress.next(r.resDx, r.resDy, r.ww)
      this.writeAddress.next(r.wideDx, r.wideDy, r.ww)
    }
    if (runStart) {
      this.residualAddress.start(r.resAddr)
      this.writeAddress.start(r.wideAddr)
    }
  }
}
