/** Input ports of the chip in one cycle; names are those of rtl/concord_chip.sv. */
export interface ChipInputs {
  /** Asynchronous reset, active low. */
  readonly rstN: boolean
  readonly inValid: boolean
  /** Low 32 bits of the beat, unsigned. */
  readonly inData: number
  /** High 32 bits of a 64-bit beat, unsigned; 0 with narrower streams. */
  readonly inDataHigh: number
  readonly inLast: boolean
  readonly outReady: boolean
  readonly wbCyc: boolean
  readonly wbStb: boolean
  readonly wbWe: boolean
  /** Byte selects, 0..15. */
  readonly wbSel: number
  /** Byte address, 0..255. */
  readonly wbAdr: number
  readonly wbDat: number
}

/** Output ports of the chip in one cycle; all are functions of registers. */
export interface ChipOutputs {
  readonly inReady: boolean
  readonly outValid: boolean
  /** Low 32 bits of the beat, unsigned. */
  readonly outData: number
  /** High 32 bits of a 64-bit beat, unsigned. */
  readonly outDataHigh: number
  readonly wbAck: boolean
  readonly wbDat: number
  readonly done: boolean
  readonly error: boolean
}

/** Nothing offered, nothing accepted, no bus request, no reset. */
export const idleInputs: ChipInputs = {
  rstN: true,
  inValid: false,
  inData: 0,
  inDataHigh: 0,
  inLast: false,
  outReady: false,
  wbCyc: false,
  wbStb: false,
  wbWe: false,
  wbSel: 0,
  wbAdr: 0,
  wbDat: 0,
}
