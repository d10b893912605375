import { PRESETS, StreamWriter } from '@concord/arch'
import { FastChip } from './fast-chip.js'
import { Kernel } from './kernel.js'

/** XNOR products counted a second, in bits, by the kernel and by the fastest loop there is; medians of one interleaved run. */
export interface KernelMeasurement {
  /** A bare loop of load, XOR, popcount and add on data in the first-level cache. */
  readonly limitBitsPerSecond: number
  /** Matrix-vector RUNs, one pixel each, which the kernel counts directly. */
  readonly directBitsPerSecond: number
  /** 3x3 convolution RUNs of many pixels, which the kernel counts by lookup tables. */
  readonly tableBitsPerSecond: number
  /** directBitsPerSecond / limitBitsPerSecond. */
  readonly directVsLimit: number
  /** tableBitsPerSecond / limitBitsPerSecond; may exceed 1, as lookups replace popcounts. */
  readonly tableVsLimit: number
}

const CHIP = PRESETS.caravel
const RUNS = 100
const GROUPS = 16
const IMAGE_SIDE = 20
const LIMIT_BYTES = 8192
const LIMIT_REPEATS = 200

/**
 * Measures the kernel against this machine's own limit. Takes about `rounds` times 60 ms.
 *
 * @param rounds - how often each of the three is measured
 * @param clock - time in milliseconds
 */
export function measureKernel(rounds = 9, clock: () => number = () => performance.now()): KernelMeasurement {
  const runs = [limitLoop(), programLoop(matrixProgram()), programLoop(convolutionProgram())]
  for (const run of runs) rate(run, clock)
  const rates = runs.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) rates[i]!.push(rate(run, clock))
  }
  const [limit, direct, table] = rates.map(median) as [number, number, number]
  return {
    limitBitsPerSecond: limit,
    directBitsPerSecond: direct,
    tableBitsPerSecond: table,
    directVsLimit: direct / limit,
    tableVsLimit: table / limit,
  }
}

/** Does some work; returns the bits it counted. */
type Loop = () => number

const ROUND_MS = 20

function rate(loop: Loop, clock: () => number): number {
  const start = clock()
  let bits = 0
  let elapsed = 0
  while (elapsed < ROUND_MS) {
    bits += loop()
    elapsed = clock() - start
  }
  return (1000 * bits) / elapsed
}

function limitLoop(): Loop {
  const kernel = new Kernel()
  const a = 1024
  const b = a + LIMIT_BYTES
  kernel.reserve(b + LIMIT_BYTES)
  return () => {
    kernel.functions.popcountLimit(a, b, LIMIT_BYTES, LIMIT_REPEATS)
    return 8 * LIMIT_BYTES * LIMIT_REPEATS
  }
}

function programLoop(stream: Uint8Array): Loop {
  const chip = new FastChip(CHIP)
  chip.load(stream)
  return () => chip.run().counters.computeBusy * CHIP.rows * CHIP.lanes
}

function matrixProgram(): Uint8Array {
  const writer = startProgram(GROUPS, GROUPS)
  writer.set('SIZE', { width: 1, height: 1 }).set('KERNEL', { kw: 1, kh: 1 })
  writer.set('COUNT', { ww: 1, wh: 1 }).set('GROUPS', { groups: GROUPS, lastValid: CHIP.lanes })
  return finishProgram(writer)
}

function convolutionProgram(): Uint8Array {
  const writer = startProgram(IMAGE_SIDE * IMAGE_SIDE, 9)
  writer.set('IN_ADDR', { address: -IMAGE_SIDE - 1 }).set('ORIGIN', { x: -1, y: -1 })
  writer.set('SIZE', { width: IMAGE_SIDE, height: IMAGE_SIDE }).set('KERNEL', { kw: 3, kh: 3 })
  writer.set('TAP_DX', { step: 1 }).set('TAP_DY', { step: IMAGE_SIDE }).set('STRIDE', { wx: 1, wy: 1 })
  writer.set('WIN_DX', { step: 1 }).set('WIN_DY', { step: IMAGE_SIDE })
  writer.set('COUNT', { ww: IMAGE_SIDE, wh: IMAGE_SIDE }).set('GROUPS', { groups: 1, lastValid: CHIP.lanes })
  writer.set('W_STEP', { wdx: 1, wdy: 3 }).set('OUT_DX', { step: 1 }).set('OUT_DY', { step: IMAGE_SIDE })
  return finishProgram(writer)
}

function startProgram(actWords: number, weightWords: number): StreamWriter {
  const { rows, lanes } = CHIP
  const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 23)
  const writer = new StreamWriter(CHIP).begin()
  writer.instruction({ op: 'LOAD_ACT', bank: 0, count: actWords }).words(bytes((actWords * lanes) / 8))
  writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: weightWords, rows })
  writer.words(bytes((weightWords * rows * lanes) / 8))
  for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  return writer.set('WINDOW', { pw: 1, ph: 1 }).set('WEIGHT', { address: 0, rows })
}

function finishProgram(writer: StreamWriter): Uint8Array {
  writer.set('POST', { mode: 0, thresholds: 1, planes: 1 }).set('PAIR', { index: 0 })
  for (let i = 0; i < RUNS; i++) {
    const operands = {
      weightBank: 0,
      inBank: 0,
      outBank: 1,
      pairs: 1,
      load: false,
      save: false,
      both: false,
    } as const
    writer.instruction({ op: 'RUN', ...operands })
  }
  return writer.end().bytes()
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >>> 1]!
}
