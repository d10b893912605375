import type { ChipConfig, StreamWriter } from '@concord/arch'
import { chipGeometry } from '@concord/arch'

type Next = (limit: number) => number

/** What RUN itself says about a random run. */
export interface RandomRun {
  readonly pairs: number
  readonly load: boolean
  readonly save: boolean
  readonly both: boolean
}

/**
 * Writes the registers of a random legal RUN: a convolution over a tensor [plane][y][x][group] that fits the bank, with taps
 * inside and outside of it.
 */
export function writeRandomRun(writer: StreamWriter, config: ChipConfig, next: Next): RandomRun {
  const { lanes, actWords, accDepth, accBits, paramDepth, pairDepth } = config
  const both = next(4) === 0
  const weightDepth = (both ? 2 : 1) * config.weightDepth
  const { segment, segmentsPerWord } = chipGeometry(config)
  const some = (limit: number) => 1 + next(Math.max(1, limit))

  // Input and weights, shrunk until they fit
  let [groups, width, height, planes] = [some(4), some(7), some(7), some(2)]
  while (groups * width * height * planes > actWords) {
    if (width > 1) width--
    else if (height > 1) height--
    else if (planes > 1) planes--
    else groups--
  }
  groups = Math.min(groups, weightDepth)
  let [kw, kh, weightPlanes] = [some(4), some(4), some(2)]
  while (groups * kw * kh * weightPlanes > weightDepth) {
    if (weightPlanes > 1) weightPlanes--
    else if (kw > 1) kw--
    else kh--
  }
  const inputWords = groups * width * height * planes
  const weightWords = groups * kw * kh * weightPlanes
  const base = next(actWords - inputWords + 1)

  // Pixels
  const [load, save] = [next(3) === 0, next(3) === 0]
  const raw = !save && next(4) === 0
  let [ww, wh, pw, ph] = next(3) === 0 ? [some(9), some(9), 1, 1] : [some(4), some(4), some(2), some(2)]
  if (raw) pw = ph = 1
  const rows = Math.min(next(2) === 0 ? config.rows : some(config.rows), segment * actWords)
  const words = Math.ceil(rows / segment)
  const multi = !raw && next(2) === 0
  const thresholds = raw ? 0 : multi ? some(Math.min(15, paramDepth)) : 1
  const outPlanes = raw ? some(Math.min(31, accBits)) : multi ? some(4) : 1
  while (ww * wh * (save || load ? pw * ph : 1) > (save || load ? accDepth : actWords)) {
    if (ww > 1) ww--
    else if (wh > 1) wh--
    else if (pw > 1) pw--
    else ph--
  }
  let usedPlanes = outPlanes
  while (!save && ww * wh * words * usedPlanes > actWords) {
    if (usedPlanes > 1) usedPlanes--
    else if (ww > 1) ww--
    else wh--
  }
  const [dilationLog2X, dilationLog2Y] = [next(4) === 0 ? next(4) : 0, next(4) === 0 ? next(4) : 0]
  const [sx, sy, wx, wy] = [next(3), next(3), next(4), next(4)]
  const [x, y] = [next(7) - 4, next(7) - 4]
  const column = groups
  const line = groups * width

  writer.set('IN_ADDR', { address: base + y * line + x * column })
  writer.set('ORIGIN', { x, y })
  writer.set('SIZE', { width, height })
  writer.set('KERNEL', { kw, kh, dilationLog2X, dilationLog2Y })
  writer.set('TAP_DX', { step: column << dilationLog2X })
  writer.set('TAP_DY', { step: line << dilationLog2Y })
  writer.set('STRIDE', { sx, sy, wx, wy })
  writer.set('PIX_DX', { step: sx * column })
  writer.set('PIX_DY', { step: sy * line })
  writer.set('WIN_DX', { step: wx * column })
  writer.set('WIN_DY', { step: wy * line })
  writer.set('WINDOW', { pw, ph })
  writer.set('COUNT', { ww, wh })
  writer.set('GROUPS', { groups, lastValid: some(lanes) })
  writer.set('WEIGHT', { address: next(weightDepth - weightWords + 1), rows })
  writer.set('W_STEP', { wdx: groups, wdy: kw * groups })
  // Pad words lie behind a plane of their own, so that every plane's offset stays inside
  const padWords = groups + (planes - 1) * width * height * groups
  const enable = padWords <= actWords && next(3) === 0 ? 1 : 0
  writer.set('PAD', { address: enable ? next(actWords - padWords + 1) : 0, enable })
  writer.set('POST', {
    mode: raw ? 2 : multi ? 1 : 0,
    thresholds,
    planes: usedPlanes,
    slot: raw ? 0 : next(Math.min(15, paramDepth - thresholds) + 1),
    segment: next(segmentsPerWord),
  })
  if (!save) {
    const outWords = ww * wh * words * usedPlanes
    const address = next(actWords - outWords + 1)
    writer.set('OUT_ADDR', { address })
    writer.set('OUT_DX', { step: words })
    writer.set('OUT_DY', { step: words * ww })
    writer.set('OUT_DP', { step: words * ww * wh })
  }
  const pairs = some(pairDepth)
  for (let index = 0; index < pairs; index++) {
    const [plane, weightPlane] = [next(planes), next(weightPlanes)]
    writer.set('PAIR', {
      index,
      aOff: plane * width * height * groups,
      wOff: weightPlane * kw * kh * groups,
      double: next(2),
      negate: next(2),
    })
  }
  return { pairs, load, save, both }
}
