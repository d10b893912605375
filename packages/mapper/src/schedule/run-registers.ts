import { COMPUTE_REGISTERS, POST_MODE } from '@concord/arch'
import type { Axis } from './axis.js'
import type { Run } from './operation.js'
import { field, type RegisterFile, signedField } from './register-file.js'
import { packScale } from './scale-registers.js'
import { joinedAxis } from './strip.js'
import { inputWordsOf, pixelAddress, type View } from './view.js'

const REGISTER = Object.fromEntries(
  Object.entries(COMPUTE_REGISTERS).map(([name, { number }]) => [name, number]),
) as Readonly<Record<keyof typeof COMPUTE_REGISTERS, number>>

/** What RUN is told about one axis. */
interface AxisRun {
  origin: number
  size: number
  dilationLog2: number
  pixelStep: number
  windowStep: number
  windows: number
}

/** Kept from RUN to RUN: a search goes through millions. */
const [across, down] = [0, 1].map(
  (): AxisRun => ({
    ...{ origin: 0, size: 0, dilationLog2: 0, pixelStep: 0, windowStep: 0, windows: 0 },
  }),
)

/**
 * Sets the registers of a RUN (docs/architecture.md §3).
 *
 * @param hasPads - the pass has layers with pad words
 */
export function setRunRegisters(run: Run, hasPads: boolean, file: RegisterFile): void {
  const { plan, place, step, strip, from, padAddress, save } = run
  const { axes, inGroups, plane } = plan
  const inWords = from.pixelWords
  const { x, y } = axes
  const { rows, stepPlan, wideWord } = plan.rowGroups[place.rowGroup]
  const ofWide = plane.layer.kind === 'wide'
  const { taps, firstGroup, groups } = stepPlan.tiles[place.tile]
  const { region } = strip
  const joined = joinedAxis(plan)
  const kw = taps.x.count
  const kh = taps.y.count
  const skips = padAddress === undefined
  setAxis(
    across,
    x,
    taps.x.first,
    kw,
    region.x,
    joined === 'x' ? strip.inputs : region.width,
    from.region.x,
    from.region.width,
  )
  setAxis(
    down,
    y,
    taps.y.first,
    kh,
    region.y,
    joined === 'y' ? strip.inputs : region.height,
    from.region.y,
    from.region.height,
  )
  const lineWords = from.region.width * inWords
  const corner = pixelAddress(
    from,
    strip.first,
    tapStart(x, taps.x.first, region.x),
    tapStart(y, taps.y.first, region.y),
  )
  const low = ofWide ? wideWord : step.lowest * inGroups + firstGroup
  file.set(REGISTER.IN_ADDR, address(corner + low))
  file.set(REGISTER.ORIGIN, signedField(across.origin, 12) | (signedField(down.origin, 12) << 12))
  file.set(REGISTER.SIZE, field(across.size, 12) | (field(down.size, 12) << 12))
  file.set(
    REGISTER.KERNEL,
    field(kw, 4) |
      (field(kh, 4) << 4) |
      (field(across.dilationLog2, 2) << 8) |
      (field(down.dilationLog2, 2) << 10),
  )
  file.set(
    REGISTER.STRIDE,
    field(across.pixelStep, 4) |
      (field(down.pixelStep, 4) << 4) |
      (field(across.windowStep, 6) << 8) |
      (field(down.windowStep, 6) << 14),
  )
  file.set(REGISTER.WIN_DX, address(joined === 'x' ? inputWordsOf(from) : x.poolStride * x.stride * inWords))
  file.set(REGISTER.WINDOW, field(x.pool, 4) | (field(y.pool, 4) << 4))
  file.set(REGISTER.COUNT, field(across.windows, 12) | (field(down.windows, 12) << 12))
  file.set(
    REGISTER.GROUPS,
    field(groups, 12) | (field(ofWide ? 1 : plan.words[firstGroup + groups - 1].channels, 12) << 12),
  )
  file.set(REGISTER.WEIGHT, field(place.word, 12) | (field(rows, 12) << 12))
  if (kw > 1) file.set(REGISTER.TAP_DX, address(x.dilation * inWords))
  if (kh > 1) file.set(REGISTER.TAP_DY, address(y.dilation * lineWords))
  if (kw * kh > 1) file.set(REGISTER.W_STEP, signedField(groups, 12) | (signedField(kw * groups, 12) << 12))
  if (x.pool > 1) file.set(REGISTER.PIX_DX, address(x.stride * inWords))
  if (y.pool > 1) file.set(REGISTER.PIX_DY, address(y.stride * lineWords))
  if (down.windows > 1) {
    const perLine = joined === 'y' ? inputWordsOf(from) : y.poolStride * y.stride * lineWords
    file.set(REGISTER.WIN_DY, address(perLine))
  }
  if (hasPads) file.set(REGISTER.PAD, skips ? 0 : address(padAddress + low) | PAD_ENABLE)
  const tapWords = kw * kh * groups
  for (let index = 0; index < step.pairs.length; index++) {
    const { actPlane, tilePlane, double } = step.pairs[index]
    const aOff = field((actPlane - step.lowest) * inGroups, 10)
    file.setPair(index, aOff | (field(tilePlane * tapWords, 8) << 10) | (Number(double) << 18))
  }
  if (!save) setPost(run, file, joined)
}

const PAD_ENABLE = 1 << COMPUTE_REGISTERS.PAD.fields.enable.low

/** Registers of the post unit. */
function setPost(
  { plan, place, strip, to, wide }: Run,
  file: RegisterFile,
  joined: 'x' | 'y' | undefined,
): void {
  const { mode, thresholds, outPlanes, scale } = plan.plane
  const { word, segment, wideWord } = plan.rowGroups[place.rowGroup]
  const { region } = strip
  file.set(
    REGISTER.POST,
    POST_MODE[mode] |
      (field(thresholds.length, 4) << 4) |
      (field(outPlanes, 5) << 8) |
      (field(place.slot, 4) << 16) |
      (field(segment, 4) << 20),
  )
  const setWindows = (names: WindowRegisters, view: View, offset: number) => {
    const first = pixelAddress(view, strip.first, region.x, region.y)
    file.set(REGISTER[names[0]], address(first + offset))
    file.set(REGISTER[names[1]], address(joined === 'x' ? inputWordsOf(view) : view.pixelWords))
    if (down.windows === 1) return
    const line = joined === 'y' ? inputWordsOf(view) : view.region.width * view.pixelWords
    file.set(REGISTER[names[2]], address(line))
  }
  if (to !== undefined) {
    setWindows(['OUT_ADDR', 'OUT_DX', 'OUT_DY'], to, word - to.firstGroup)
    file.set(REGISTER.OUT_DP, address(to.groups))
  }
  if (scale === undefined) return
  file.set(REGISTER.SCALE, packScale(scale))
  if (wide.residual) setWindows(['RES_ADDR', 'RES_DX', 'RES_DY'], wide.residual, wideWord)
  setWindows(['WIDE_ADDR', 'WIDE_DX', 'WIDE_DY'], wide.written!, wideWord)
}

type Name = keyof typeof COMPUTE_REGISTERS
/** Address of the first window, and the steps to the next one and to the next line of them. */
type WindowRegisters = readonly [address: Name, x: Name, y: Name]

const ADDRESS_BITS = COMPUTE_REGISTERS.IN_ADDR.fields.address.bits

function address(value: number): number {
  return signedField(value, ADDRESS_BITS)
}

/** Coordinate of a tile's first tap of a result's first pixel. */
export function tapStart(
  { poolStride, stride, pad, dilation }: Axis,
  firstTap: number,
  result: number,
): number {
  return result * poolStride * stride - pad + firstTap * dilation
}

/**
 * One axis of a RUN. Where no tap lies outside the map, coordinates only have to stay inside, so they go in steps of
 * one and the address steps alone carry stride and dilation.
 *
 * @param windows - results, or inputs that are the windows of this axis
 */
function setAxis(
  to: AxisRun,
  axis: Axis,
  firstTap: number,
  taps: number,
  firstResult: number,
  windows: number,
  regionFirst: number,
  regionSize: number,
): void {
  const { pool, poolStride, stride, dilation, padded } = axis
  to.windows = windows
  if (!padded) {
    to.origin = 0
    to.size = windows + pool + taps - 2
    to.dilationLog2 = 0
    to.pixelStep = 1
    to.windowStep = 1
    return
  }
  to.origin = tapStart(axis, firstTap, firstResult) - regionFirst
  to.size = regionSize
  to.dilationLog2 = taps === 1 ? 0 : Math.log2(dilation)
  to.pixelStep = pool > 1 ? stride : 1
  to.windowStep = stride * poolStride
}
