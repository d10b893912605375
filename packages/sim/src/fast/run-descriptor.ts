import { type ChipConfig, chipGeometry } from '@concord/arch'
import { lowMask } from '../step/bits.js'
import { BankWide } from '../step/package.js'
import type { Axis } from '../timeline/axis.js'
import type { PlannedRun } from '../timeline/plan.js'
import * as Field from './descriptor.js'
import type { ChipLayout } from './layout.js'
import type { ProgramImage } from './program-image.js'

/** Pixels from which on building lookup tables costs less than it saves; measured. */
const TABLE_PIXELS = 20

/** Places the descriptor of a RUN; returns its byte address. @param savesSums - where `AccFile` will point to */
export function placeRun(
  config: ChipConfig,
  layout: ChipLayout,
  image: ProgramImage,
  { registers: r, weightBank, inBank, outBank, pairs, load, save, both, x, y }: PlannedRun,
  savesSums = false,
): number {
  const { rows, lanes, accBits } = config
  const { segment } = chipGeometry(config)
  const segmented = rows < lanes
  const words = new Int32Array(Field.DescriptorWords)
  const wideSource = inBank === BankWide
  words[Field.InBase] = wideSource ? 0 : layout.act[inBank]!
  words[Field.ActMask] = lowMask(r.addrBits)
  words[Field.WordBytes] = layout.wordBytes
  words[Field.WeightBase] = layout.weights[both ? 0 : weightBank]!
  words[Field.WeightRowBytes] = layout.weightRowBytes
  words[Field.WeightMask] = lowMask(r.wordBits)
  words[Field.RowsUsed] = r.rows
  words[Field.RowStride] = layout.rowStride
  words[Field.Groups] = r.groups
  words[Field.LastValid] = r.lastValid
  words[Field.Pairs] = pairs
  words[Field.PairTable] = image.place(
    r.pairs
      .slice(0, pairs)
      .flatMap(({ aOff, wOff, double, negate }) => [aOff, wOff, Number(double), Number(negate)]),
  )
  words[Field.KernelWidth] = r.kw
  words[Field.KernelHeight] = r.kh
  words[Field.TapDx] = r.tapDx
  words[Field.TapDy] = r.tapDy
  words[Field.WeightDx] = r.wDx
  words[Field.WeightDy] = r.wDy
  words[Field.Weight] = r.weight
  words[Field.Pad] = r.pad && !wideSource ? r.padAddr : -1
  words[Field.ColumnTable] = placePositions(
    image,
    wideSource ? nowhere(x) : x,
    0,
    r.ww,
    r.winDx,
    r.pw,
    r.pixDx,
  )
  words[Field.LineTable] = placePositions(
    image,
    wideSource ? nowhere(y) : y,
    r.inAddr,
    r.wh,
    r.winDy,
    r.ph,
    r.pixDy,
  )
  words[Field.WindowsX] = r.ww
  words[Field.WindowsY] = r.wh
  words[Field.WindowWidth] = r.pw
  words[Field.WindowHeight] = r.ph
  words[Field.TapConstant] = (r.groups + 1) * lanes - r.lastValid
  words[Field.AccFile] = layout.acc
  words[Field.Load] = Number(load)
  words[Field.AccValid] = layout.accValid
  words[Field.Save] = savesSums ? Field.SaveSums : save ? Field.SaveCounts : 0
  words[Field.AccShift] = 32 - accBits
  words[Field.Mode] = r.mode
  words[Field.Thresholds] = r.thresholds
  words[Field.ThresholdBase] = layout.thresholds[weightBank]! + 4 * r.slot * layout.rowStride
  words[Field.Planes] = r.planes
  words[Field.OutBase] = save || savesSums ? 0 : layout.act[outBank]!
  words[Field.OutAddress] = r.outAddr
  words[Field.OutDx] = r.outDx
  words[Field.OutDy] = r.outDy
  words[Field.OutDp] = r.outDp
  words[Field.SegmentBit] = segmented ? r.segment * segment : 0
  words[Field.SegmentRows] = segment
  words[Field.OutWords] = Math.ceil(r.rows / segment)
  words[Field.Segmented] = Number(segmented)
  words[Field.TablePixels] = TABLE_PIXELS
  words[Field.ActivityState] = layout.activity
  return image.place(words)
}

/** All positions outside: every word is a null word. */
function nowhere({ masks }: Axis): Pick<Axis, 'masks'> {
  return { masks: new Uint16Array(masks.length) }
}

/** Places the positions of one dimension, window by window: address and taps inside. */
function placePositions(
  image: ProgramImage,
  { masks }: Pick<Axis, 'masks'>,
  base: number,
  windows: number,
  windowStep: number,
  pixels: number,
  pixelStep: number,
): number {
  const key = [base, windows, windowStep, pixels, pixelStep, ...masks].join(',')
  return image.placeOnce(key, () => {
    const words = new Int32Array(2 * masks.length)
    for (let window = 0, i = 0; window < windows; window++) {
      for (let pixel = 0; pixel < pixels; pixel++, i++) {
        words[2 * i] = base + window * windowStep + pixel * pixelStep
        words[2 * i + 1] = masks[i]!
      }
    }
    return words
  })
}
