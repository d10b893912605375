import {
  EngineCompute,
  EngineControl,
  EngineLoad,
  EngineStore,
  ErrorBegin,
  ErrorNone,
  ErrorOpcode,
  ErrorTrailing,
  ErrorTruncated,
  IsaVersion,
  OpBegin,
  OpEnd,
  OpGive,
  OpLoadAct,
  OpLoadThresholds,
  OpLoadWeights,
  OpTake,
  RegLoadAddr,
} from './package.js'

/** What the targets of an instruction answer; functions of registers only. */
export interface TargetState {
  readonly loadReady: boolean
  /** Error code of the instruction if it is one for the load engine. */
  readonly loadError: number
  /** The load engine takes this cycle's beat. */
  readonly loadPayload: boolean
  readonly computeReady: boolean
  readonly storeReady: boolean
}

/** Gathers beats into instructions and dispatches them in order. Mirrors rtl/concord_command_unit.sv. */
export class CommandUnit {
  awakeQ = false
  beatQ = 0
  instrQ = 0
  instrValidQ = false
  instrLastQ = false
  begunQ = false
  endedQ = false
  indexQ = 0

  // Combinational, from registers
  engine = EngineControl
  isBegin = false
  isEnd = false
  dispatchError = ErrorNone
  valid = false
  dispatch = false
  blocked = false
  inReady = false
  #loadPayload = false

  // Combinational, with the stream
  accept = false
  gather = false
  complete = false
  waitStream = false
  error = ErrorNone
  errorEngine = EngineControl
  errorIndex = 0
  #inData = 0
  #inLast = false

  readonly #instructionBeats: number

  constructor(
    readonly streamBits: number,
    readonly signature: number,
  ) {
    this.#instructionBeats = streamBits >= 32 ? 1 : 32 / streamBits
  }

  reset(): void {
    this.awakeQ = this.instrValidQ = this.instrLastQ = this.begunQ = this.endedQ = false
    this.beatQ = this.instrQ = this.indexQ = 0
  }

  get loadValid(): boolean {
    return this.valid && this.engine === EngineLoad
  }

  get computePush(): boolean {
    return this.dispatch && this.engine === EngineCompute
  }

  get storePush(): boolean {
    return this.dispatch && this.engine === EngineStore
  }

  get waitQueue(): boolean {
    return this.blocked && this.engine !== EngineLoad
  }

  /** Checks the instruction and decides on its dispatch: everything that depends on registers only. */
  decide(targets: TargetState): void {
    const instr = this.instrQ
    const isSet = ((instr >>> 29) & 1) === 1
    const op = (instr >>> 26) & 7
    const engine = instr >>> 30
    const isPayload =
      engine === EngineLoad && !isSet && (op === OpLoadAct || op === OpLoadWeights || op === OpLoadThresholds)
    this.engine = engine
    this.isBegin = engine === EngineControl && !isSet && op === OpBegin
    this.isEnd = engine === EngineControl && !isSet && op === OpEnd

    // The compute and the store engine check their own instructions when they execute them
    let known = true
    if (engine === EngineControl) known = this.isBegin || this.isEnd
    else if (engine === EngineLoad) {
      known = isSet ? ((instr >>> 24) & 31) === RegLoadAddr : isPayload || op === OpTake || op === OpGive
    }

    const beginMatches = ((instr >>> 16) & 0xff) === IsaVersion && (instr & 0xffff) === this.signature
    this.dispatchError = ErrorNone
    if (this.instrValidQ) {
      if (this.begunQ ? this.isBegin : !(this.isBegin && beginMatches)) this.dispatchError = ErrorBegin
      else if (!known) this.dispatchError = ErrorOpcode
      else if (this.instrLastQ && !this.isEnd) this.dispatchError = ErrorTruncated
      else if (this.isEnd && !this.instrLastQ) this.dispatchError = ErrorTrailing
      else if (engine === EngineLoad) this.dispatchError = targets.loadError
    }

    let targetReady = true
    if (engine === EngineLoad) targetReady = targets.loadReady
    else if (engine === EngineCompute) targetReady = targets.computeReady
    else if (engine === EngineStore) targetReady = targets.storeReady

    // What a faulty instruction sets off nobody sees, since its error halts the chip
    this.valid = this.instrValidQ
    this.dispatch = this.valid && targetReady
    this.blocked = this.valid && !targetReady
    this.#loadPayload = targets.loadPayload
    this.inReady =
      this.awakeQ &&
      !this.endedQ &&
      (targets.loadPayload || !this.instrValidQ || (this.dispatch && !isPayload && !this.isEnd))
  }

  /** Looks at the stream; after `decide`. */
  eval(inValid: boolean, inData: number, inLast: boolean): void {
    this.accept = inValid && this.inReady
    this.gather = this.accept && !this.#loadPayload
    this.complete = this.gather && this.beatQ === this.#instructionBeats - 1
    this.waitStream = (this.#loadPayload || !this.instrValidQ) && !this.endedQ && !inValid
    this.#inData = inData
    this.#inLast = inLast

    const truncated = this.accept && inLast && !this.complete
    this.error = this.dispatchError
    this.errorEngine = this.engine === EngineLoad ? EngineLoad : EngineControl
    this.errorIndex = this.indexQ
    if (this.dispatchError === ErrorNone && truncated) {
      this.error = ErrorTruncated
      this.errorEngine = this.#loadPayload ? EngineLoad : EngineControl
      this.errorIndex = this.indexQ + (this.#loadPayload ? -1 : this.dispatch ? 1 : 0)
      this.errorIndex &= 0xffff
    }
  }

  tick(): void {
    this.awakeQ = true
    if (this.dispatch) {
      this.instrValidQ = false
      this.indexQ = (this.indexQ + 1) & 0xffff
      if (this.isBegin) this.begunQ = true
      if (this.isEnd) this.endedQ = true
    }
    if (this.gather) {
      this.instrQ =
        this.streamBits >= 32
          ? this.#inData
          : ((this.#inData << (32 - this.streamBits)) | (this.instrQ >>> this.streamBits)) >>> 0
      this.beatQ = this.complete ? 0 : this.beatQ + 1
    }
    if (this.complete) {
      this.instrValidQ = true
      this.instrLastQ = this.#inLast
    }
  }
}
