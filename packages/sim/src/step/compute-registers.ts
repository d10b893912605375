import { signExtend } from '@concord/arch'
import { lowMask } from './bits.js'
import {
  RegCount,
  RegGroups,
  RegInAddr,
  RegKernel,
  RegOrigin,
  RegOutAddr,
  RegOutDp,
  RegOutDx,
  RegOutDy,
  RegPad,
  RegPair,
  RegPixDx,
  RegPixDy,
  RegPost,
  RegResAddr,
  RegResDx,
  RegResDy,
  RegScale,
  RegSize,
  RegStride,
  RegTapDx,
  RegTapDy,
  RegWeight,
  RegWideAddr,
  RegWideDx,
  RegWideDy,
  RegWinDx,
  RegWinDy,
  RegWindow,
  RegWStep,
} from './package.js'
import { type Pair, zeroPair } from './pair.js'
import { unpackScale } from './scale-register.js'

/** Registers that hold one address. */
const addressFields = {
  [RegInAddr]: 'inAddr',
  [RegTapDx]: 'tapDx',
  [RegTapDy]: 'tapDy',
  [RegPixDx]: 'pixDx',
  [RegPixDy]: 'pixDy',
  [RegWinDx]: 'winDx',
  [RegWinDy]: 'winDy',
  [RegOutAddr]: 'outAddr',
  [RegOutDx]: 'outDx',
  [RegOutDy]: 'outDy',
  [RegOutDp]: 'outDp',
  [RegResAddr]: 'resAddr',
  [RegResDx]: 'resDx',
  [RegResDy]: 'resDy',
  [RegWideAddr]: 'wideAddr',
  [RegWideDx]: 'wideDx',
  [RegWideDy]: 'wideDy',
} as const satisfies Record<number, keyof ComputeRegisters>

/**
 * What a RUN works on; written by SET, stable while one runs. Mirrors rtl/concord_compute_registers.sv.
 *
 * Addresses are unsigned of `addrBits` bits, weight addresses of `wordBits` bits; the origin is signed.
 */
export class ComputeRegisters {
  inAddr = 0
  originX = 0
  originY = 0
  width = 0
  height = 0
  kw = 0
  kh = 0
  dilationX = 0
  dilationY = 0
  tapDx = 0
  tapDy = 0
  strideX = 0
  strideY = 0
  windowStrideX = 0
  windowStrideY = 0
  pixDx = 0
  pixDy = 0
  winDx = 0
  winDy = 0
  pw = 0
  ph = 0
  ww = 0
  wh = 0
  groups = 0
  lastValid = 0
  weight = 0
  rows = 0
  wDx = 0
  wDy = 0
  pad = false
  padAddr = 0
  mode = 0
  thresholds = 0
  planes = 0
  slot = 0
  segment = 0
  outAddr = 0
  outDx = 0
  outDy = 0
  outDp = 0
  scale = unpackScale(0)
  resAddr = 0
  resDx = 0
  resDy = 0
  wideAddr = 0
  wideDx = 0
  wideDy = 0
  readonly pairs: Pair[]

  #set = false
  #register = 0
  #value = 0
  readonly #addrMask: number
  readonly #wordMask: number

  constructor(
    readonly addrBits: number,
    readonly wordBits: number,
    pairDepth: number,
  ) {
    this.#addrMask = lowMask(addrBits)
    this.#wordMask = lowMask(wordBits)
    this.pairs = new Array<Pair>(pairDepth).fill(zeroPair)
  }

  reset(): void {
    for (let register = 0; register <= RegWideDy; register++)
      if (register !== RegPair) this.#assign(register, 0)
    this.pairs.fill(zeroPair)
  }

  /** Writes a register at the end of this cycle if `set`. */
  eval(set: boolean, register: number, value: number): void {
    this.#set = set
    this.#register = register
    this.#value = value
  }

  tick(): void {
    if (this.#set) this.#assign(this.#register, this.#value)
  }

  #assign(register: number, value: number): void {
    const address = value & this.#addrMask
    const low = value & 0xfff
    const high = (value >>> 12) & 0xfff
    if (isAddressRegister(register)) {
      this[addressFields[register]] = address
      return
    }
    switch (register) {
      case RegOrigin:
        this.originX = signExtend(low, 12)
        this.originY = signExtend(high, 12)
        break
      case RegSize:
        this.width = low
        this.height = high
        break
      case RegKernel:
        this.kw = value & 15
        this.kh = (value >>> 4) & 15
        this.dilationX = (value >>> 8) & 3
        this.dilationY = (value >>> 10) & 3
        break
      case RegStride:
        this.strideX = value & 15
        this.strideY = (value >>> 4) & 15
        this.windowStrideX = (value >>> 8) & 63
        this.windowStrideY = (value >>> 14) & 63
        break
      case RegWindow:
        this.pw = value & 15
        this.ph = (value >>> 4) & 15
        break
      case RegCount:
        this.ww = low
        this.wh = high
        break
      case RegGroups:
        this.groups = low
        this.lastValid = high
        break
      case RegWeight:
        this.weight = value & this.#wordMask
        this.rows = high
        break
      case RegWStep:
        this.wDx = value & this.#wordMask
        this.wDy = high & this.#wordMask
        break
      case RegPad:
        this.pad = ((value >>> 23) & 1) === 1
        this.padAddr = address
        break
      case RegPost:
        this.mode = value & 3
        this.thresholds = (value >>> 4) & 15
        this.planes = (value >>> 8) & 31
        this.slot = (value >>> 16) & 15
        this.segment = (value >>> 20) & 15
        break
      case RegScale:
        this.scale = unpackScale(value)
        break
      case RegPair:
        this.pairs[(value >>> 20) & 15] = {
          aOff: value & 0x3ff,
          wOff: (value >>> 10) & 0xff,
          double: ((value >>> 18) & 1) === 1,
          negate: ((value >>> 19) & 1) === 1,
        }
        break
    }
  }
}

function isAddressRegister(register: number): register is keyof typeof addressFields {
  return register in addressFields
}
