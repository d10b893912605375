import {
  AccFile,
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
  WindowHeight,
  WindowsX,
  WindowWidth,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { comparePixel, gatherPlane, writeWord } from './post'
import { wrapSums } from './sums'
import { traceCodes, traceDrain, traceSave, traceWriting, traceWritten } from './trace-post'

/** Takes the sums of pixel `index` of the RUN where they belong: the accumulator file or, window by window, the output bank. */
export function finishPixel(run: usize, index: i32, sums: usize, traced: bool): void {
  wrapSums(run, sums)
  if (field(run, Save) !== 0) {
    const entry = pointer(run, AccFile) + ((index * field(run, RowStride)) << 2)
    if (traced) traceSave(run, entry, sums)
    memory.copy(entry, sums, field(run, RowsUsed) << 2)
    return
  }
  if (traced) traceDrain(run, sums)
  const windowPixels = field(run, WindowWidth) * field(run, WindowHeight)
  const window = index / windowPixels
  const position = index - window * windowPixels
  if (field(run, Mode) !== 2) {
    comparePixel(run, sums, position !== 0)
    if (traced) traceCodes(run)
  }
  if (position === windowPixels - 1) writeWindow(run, window, sums, traced)
}

/** Writes the planes of a window's result. */
function writeWindow(run: usize, window: i32, sums: usize, traced: bool): void {
  const windowsX = field(run, WindowsX)
  const wy = window / windowsX
  const wx = window - wy * windowsX
  const address = field(run, OutAddress) + wx * field(run, OutDx) + wy * field(run, OutDy)
  const mask = field(run, ActMask)
  const planes = field(run, Planes)
  const words = field(run, OutWords)
  for (let plane = 0; plane < planes; plane++) {
    gatherPlane(run, sums, plane)
    for (let word = 0; word < words; word++) {
      const at = (address + plane * field(run, OutDp) + word) & mask
      const to = pointer(run, OutBase) + at * field(run, WordBytes)
      if (traced) traceWriting(run, to)
      writeWord(run, word, to)
      if (traced) traceWritten(run, to)
    }
  }
}
