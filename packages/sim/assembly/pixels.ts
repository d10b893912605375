import {
  ActMask,
  ColumnTable,
  KernelHeight,
  KernelWidth,
  LineTable,
  Pad,
  WindowHeight,
  WindowsX,
  WindowWidth,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { PixelAddress, PixelTapCount, PixelTaps } from './scratch'

/** Lists address, taps and number of taps of `count` pixels from pixel `first` on, in the chip's pixel order. */
export function listPixels(run: usize, first: i32, count: i32): void {
  const mask = field(run, ActMask)
  const columns = pointer(run, ColumnTable)
  const lines = pointer(run, LineTable)
  const width = field(run, WindowWidth)
  const height = field(run, WindowHeight)
  const windowsX = field(run, WindowsX)
  const allTaps = field(run, Pad) >= 0 ? field(run, KernelWidth) * field(run, KernelHeight) : 0

  let px = first % width
  let rest = first / width
  let py = rest % height
  rest /= height
  let wx = rest % windowsX
  let wy = rest / windowsX
  for (let i = 0; i < count; i++) {
    const column = columns + ((wx * width + px) << 3)
    const line = lines + ((wy * height + py) << 3)
    const insideX = load<i32>(column, 4)
    const insideY = load<i32>(line, 4)
    store<i32>(i << 2, (load<i32>(column) + load<i32>(line)) & mask, PixelAddress)
    store<i32>(i << 2, (insideY << 16) | insideX, PixelTaps)
    const taps = allTaps > 0 ? allTaps : popcnt<i32>(insideX) * popcnt<i32>(insideY)
    store<i32>(i << 2, taps, PixelTapCount)
    if (++px === width) {
      px = 0
      if (++py === height) {
        py = 0
        if (++wx === windowsX) {
          wx = 0
          wy++
        }
      }
    }
  }
}
