import {
  AccFile,
  AccShift,
  AccValid,
  ActMask,
  Mode,
  OutAddress,
  OutBase,
  OutDp,
  OutDx,
  OutDy,
  OutWords,
  Planes,
  RowStride,
  RowsUsed,
  Save,
  SaveSums,
  ThresholdBase,
  Thresholds,
  WindowHeight,
  WindowsX,
  WindowWidth,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { comparePixel, gatherCodes, gatherSums, writePlane } from './post'
import { PixelValid } from './scratch'
import { saveCounts, saveSums } from './sums'
import { traceCodes, traceWriting, traceWritten } from './trace-post'

/** POST mode RAW. */
const Raw: i32 = 2

/**
 * Takes the sums of `count` pixels, from number `first` of the RUN on, where they belong: the accumulator file or, window by
 * window, the output bank. The sums of the first one are at `sums`, its valid lanes are the first ones of `PixelValid`.
 */
export function finishPixels(run: usize, first: i32, count: i32, sums: usize, traced: bool): void {
  const stride = field(run, RowStride) << 2
  const rows = field(run, RowsUsed)
  const shift = field(run, AccShift)
  if (field(run, Save) !== 0) {
    let entry = pointer(run, AccFile) + first * stride
    for (let i = 0; i < count; i++) {
      if (field(run, Save) === SaveSums) {
        saveSums(sums, entry, rows, shift)
      } else {
        const valid = load<i32>(i << 2, PixelValid)
        saveCounts(sums, valid, entry, rows, shift)
        store<u32>(pointer(run, AccValid) + ((first + i) << 2), ((<u32>valid) << shift) >> shift)
      }
      sums += stride
      entry += stride
    }
    return
  }
  const compares = field(run, Mode) !== Raw
  const thresholds = pointer(run, ThresholdBase)
  const slots = field(run, Thresholds)
  const windowPixels = field(run, WindowWidth) * field(run, WindowHeight)
  const windowsX = field(run, WindowsX)
  const outAddress = field(run, OutAddress)
  const window = first / windowPixels
  let position = first - window * windowPixels
  let wy = window / windowsX
  let wx = window - wy * windowsX
  for (let i = 0; i < count; i++) {
    if (compares) {
      comparePixel(sums, rows, shift, thresholds, slots, stride, position !== 0)
      if (traced) traceCodes(run)
    }
    if (++position === windowPixels) {
      const address = outAddress + wx * field(run, OutDx) + wy * field(run, OutDy)
      writeWindow(run, address, sums, compares, traced)
      position = 0
      if (++wx === windowsX) {
        wx = 0
        wy++
      }
    }
    sums += stride
  }
}

/** Writes the planes of a window's result, plane 0 at `address`. */
function writeWindow(run: usize, address: i32, sums: usize, compares: bool, traced: bool): void {
  const rows = field(run, RowsUsed)
  const mask = field(run, ActMask)
  const outBase = pointer(run, OutBase)
  const wordBytes = field(run, WordBytes)
  const planes = field(run, Planes)
  const planeStep = field(run, OutDp)
  for (let plane = 0; plane < planes; plane++) {
    if (compares) gatherCodes(rows, plane)
    else gatherSums(sums, rows, plane)
    // The words of a plane follow each other and all lie inside: they do not wrap
    const to = outBase + (address & mask) * wordBytes
    if (traced) traceWriting(to, field(run, OutWords) * wordBytes)
    writePlane(run, to)
    if (traced) traceWritten(run, to, field(run, OutWords))
    address += planeStep
  }
}
