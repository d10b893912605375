import {
  Groups,
  KernelHeight,
  KernelWidth,
  Load,
  Pairs,
  TablePixels,
  WindowHeight,
  WindowsX,
  WindowsY,
  WindowWidth,
  WordBytes,
} from '../src/fast/descriptor'
import { countDirect } from './direct'
import { field } from './field'
import { finishPixels } from './finish'
import { listPixels } from './pixels'
import { clearRowBits } from './post'
import { PixelBlock, Sums } from './scratch'
import { addPair, clearValid, loadSums } from './sums'
import { countByTable } from './table'
import { traceEnd, tracePixel } from './trace'

/** Executes the RUN described at `run` on the memories: everything but its time. */
export function executeRun(run: usize): void {
  clearRowBits()
  const pixels = pixelCount(run)
  const pairs = field(run, Pairs)
  const load = field(run, Load) !== 0
  const narrow = pixels >= field(run, TablePixels) && operandBits(run) < 65536
  for (let first = 0; first < pixels; first += PixelBlock) {
    const count = min(PixelBlock, pixels - first)
    listPixels(run, first, count)
    if (load) loadSums(run, first, count)
    else clearValid(count)
    for (let pair = 0; pair < pairs; pair++) {
      if (narrow) countByTable(run, pair, count)
      else countDirect(run, pair, count)
      addPair(run, pair, count, narrow, pair === 0 && !load)
    }
    finishPixels(run, first, count, Sums, false)
  }
}

/** The same word by word, counting what switches. */
export function traceRun(run: usize): void {
  clearRowBits()
  const pixels = pixelCount(run)
  for (let first = 0; first < pixels; first += PixelBlock) {
    const count = min(PixelBlock, pixels - first)
    listPixels(run, first, count)
    for (let i = 0; i < count; i++) {
      tracePixel(run, i, first + i, Sums)
      traceEnd(run, first + i, Sums)
      finishPixels(run, first + i, 1, Sums, true)
    }
  }
}

function pixelCount(run: usize): i32 {
  return field(run, WindowsX) * field(run, WindowsY) * field(run, WindowWidth) * field(run, WindowHeight)
}

/** Most operand bits a pixel has in one plane pair. */
function operandBits(run: usize): i32 {
  return (
    (field(run, KernelWidth) * field(run, KernelHeight) * field(run, Groups) * field(run, WordBytes)) << 3
  )
}
