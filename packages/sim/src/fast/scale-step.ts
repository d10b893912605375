import { parameterCount } from '../step/lane-operations.js'
import {
  LaneAccumulate,
  LaneGate,
  LaneMultiply,
  LaneQuantise,
  LaneResidual,
  LaneSum,
  LaneWrite,
} from '../step/package.js'
import { clampCode, PostLane } from '../step/post-lane.js'
import type { ScaleMemory } from './scale-memory.js'
import { listOperations, type ScaleRun, windowAddress } from './scale-run.js'

/** One pixel of a {@link ScaleRun} on its way through the steps. */
export interface ScalePixel {
  /** Number in the RUN. */
  readonly index: number
  readonly windowFirst: boolean
  readonly windowLast: boolean
  readonly residual: number
  readonly written: number
}

/** Executes the steps of a RUN's pixels on the linear memory: what the scale unit and the comparison behind it do. */
export class ScaleSteps {
  /** Code of each row. */
  readonly codes: Uint8Array
  readonly #lanes: readonly PostLane[]
  readonly #read: Int32Array
  readonly #pending: Int16Array
  #pendingAt = -1
  readonly #inner: readonly number[]
  readonly #last: readonly number[]
  readonly #parameters: number

  constructor(
    readonly run: ScaleRun,
    readonly memory: ScaleMemory,
  ) {
    const { postLanes, rows } = memory.config
    this.codes = new Uint8Array(rows)
    this.#lanes = Array.from({ length: postLanes }, () => new PostLane())
    this.#read = new Int32Array(postLanes)
    this.#pending = new Int16Array(postLanes)
    this.#inner = listOperations(run.operations.inner)
    this.#last = listOperations(run.operations.last)
    this.#parameters = memory.layout.thresholds[run.weightBank]! / 4 + run.slot * memory.layout.rowStride
  }

  /** Does all steps of a pixel. */
  pixel(pixel: ScalePixel): void {
    const { rows } = this.run
    const { postLanes } = this.memory.config
    for (let step = 0; step * postLanes < rows; step++)
      this.#step(pixel, step, Math.min(postLanes, rows - step * postLanes))
  }

  /** Writes what the last WRITE has still in hand. */
  finish(): void {
    this.#commit()
  }

  #step(pixel: ScalePixel, step: number, used: number): void {
    const { run, memory } = this
    const firstRow = step * memory.config.postLanes
    let slot = this.#parameters + firstRow
    for (const operation of pixel.windowLast ? this.#last : this.#inner) {
      const address = this.#touched(operation, pixel)
      // A word that was written in the operation before is read as it was
      if (address >= 0 && operation !== LaneWrite) this.#load((address + step) & run.addrMask)
      this.#commit()
      if (operation === LaneWrite) this.#store((address + step) & run.addrMask, used)
      else if (operation === LaneQuantise) this.#quantise(pixel, firstRow, used, slot)
      else this.#operate(operation, pixel, firstRow, used, slot)
      slot += parameterCount(operation, run.scale) * memory.layout.rowStride
    }
  }

  /** First word of the pixel that an operation touches; −1 for none. */
  #touched(operation: number, { index, residual, written }: ScalePixel): number {
    const { sources, scales } = this.run
    if (operation === LaneMultiply || operation === LaneQuantise) {
      const fromSource = sources !== undefined && scales === (operation === LaneMultiply)
      return fromSource ? sources[index]! : -1
    }
    if (operation === LaneResidual || operation === LaneGate) return residual
    const isWritten = operation === LaneSum || operation === LaneAccumulate || operation === LaneWrite
    return isWritten ? written : -1
  }

  #load(address: number): void {
    const { postLanes } = this.memory.config
    for (let lane = 0; lane < postLanes; lane++) {
      this.#read[lane] = this.memory.wide[address * postLanes + lane]!
    }
  }

  /** Rows that are not used give 0. */
  #store(address: number, used: number): void {
    for (let lane = 0; lane < this.#pending.length; lane++) {
      this.#pending[lane] = lane < used ? this.#lanes[lane]!.y : 0
    }
    this.#pendingAt = address
  }

  #commit(): void {
    if (this.#pendingAt < 0) return
    this.memory.wide.set(this.#pending, this.#pendingAt * this.#pending.length)
    this.#pendingAt = -1
  }

  #operate(
    operation: number,
    { index, windowFirst }: ScalePixel,
    firstRow: number,
    used: number,
    slot: number,
  ): void {
    const { words, layout, sums } = this.memory
    const { scale, sources } = this.run
    for (let lane = 0; lane < used; lane++) {
      const wide = this.#read[lane]!
      const a = sources ? wide : words[sums + index * layout.rowStride + firstRow + lane]!
      const parameter = (words[slot + lane]! << 16) >> 16
      this.#lanes[lane]!.operate(operation, scale, { a, parameter, wide, windowFirst })
    }
  }

  #quantise({ windowFirst }: ScalePixel, firstRow: number, used: number, slot: number): void {
    const { words, layout } = this.memory
    const { scales, thresholds, planes } = this.run
    for (let lane = 0; lane < used; lane++) {
      const value = scales ? this.#lanes[lane]!.y : this.#read[lane]!
      let code = 0
      if (scales && thresholds === 0) code = clampCode(value, planes)
      else {
        for (let t = 0; t < thresholds; t++) {
          if (value >= words[slot + t * layout.rowStride + lane]!) code++
        }
      }
      const row = firstRow + lane
      this.codes[row] = scales || windowFirst ? code : Math.max(code, this.codes[row]!)
    }
  }
}

/** Executes a RUN: all its pixels, window by window. @param planes - told when a window's codes are complete */
export function runScale(
  steps: ScaleSteps,
  onPixel: (pixel: ScalePixel) => void,
  onWindow: (wx: number, wy: number) => void,
): void {
  const { run } = steps
  let index = 0
  for (let wy = 0; wy < run.wh; wy++) {
    for (let wx = 0; wx < run.ww; wx++) {
      const residual = windowAddress(run.residual, wx, wy, run.addrMask)
      const written = windowAddress(run.written, wx, wy, run.addrMask)
      for (let i = 0; i < run.windowPixels; i++, index++) {
        const pixel = {
          ...{ index, residual, written },
          windowFirst: i === 0,
          windowLast: i === run.windowPixels - 1,
        }
        steps.pixel(pixel)
        onPixel(pixel)
      }
      onWindow(wx, wy)
    }
  }
  steps.finish()
}
