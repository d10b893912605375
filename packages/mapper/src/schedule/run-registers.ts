import { COMPUTE_REGISTERS, POST_MODE } from '@concord/arch'
import { dilationLog2, pixelStep, reachOf, tapStart, windowStep } from './axis-run.js'
import type { PlacedTile } from './fills.js'
import type { Run } from './operation.js'
import { field, type OnSet, RegisterFile, signedField } from './register-file.js'
import { packScale } from './scale-registers.js'
import type { Step } from './steps.js'
import { joinedAxis, type Strip } from './strip.js'
import { inputWordsOf, pixelAddress, type View } from './view.js'

const REGISTER = Object.fromEntries(
  Object.entries(COMPUTE_REGISTERS).map(([name, { number }]) => [name, number]),
) as Readonly<Record<keyof typeof COMPUTE_REGISTERS, number>>

const PAD_ENABLE = 1 << COMPUTE_REGISTERS.PAD.fields.enable.low
const ADDRESS_BITS = COMPUTE_REGISTERS.IN_ADDR.fields.address.bits

/**
 * Sets the registers of RUNs (docs/architecture.md §3), each unless it holds its value already.
 *
 * A search goes through millions of RUNs, so what belongs to the tile is looked at when the tile is another one, and
 * what belongs to the strip when the strip is.
 */
export class RunRegisters {
  readonly file: RegisterFile
  /** Of the RUN before. */
  #from: View | undefined
  #place: PlacedTile | undefined
  #step: Step | undefined
  #strip: Strip | undefined
  /** Of the RUN before that did not save. */
  #postPlace: PlacedTile | undefined
  #postStrip: Strip | undefined
  #to: View | undefined
  #joined: 'x' | 'y' | undefined

  /** @param onSet - told each register that changes */
  constructor(onSet?: OnSet) {
    this.file = new RegisterFile(onSet)
  }

  /** Forgets everything: each register's first write counts and is remembered by the file. */
  beginAnywhere(): void {
    this.file.beginAnywhere()
    this.#from = undefined
    this.#place = undefined
    this.#step = undefined
    this.#strip = undefined
    this.#postPlace = undefined
    this.#postStrip = undefined
    this.#to = undefined
    this.#joined = undefined
  }

  /** Sets what a RUN needs. */
  set(run: Run): void {
    const { plan, place, step, strip, from } = run
    const source = from !== this.#from || plan !== this.#place?.plan
    if (source) this.#joined = joinedAxis(plan)
    const tile = source || place !== this.#place || step !== this.#step
    const moved = source || strip !== this.#strip
    this.#from = from
    this.#place = place
    this.#step = step
    this.#strip = strip
    this.#setWalk(run, tile, moved)
    if (!run.save) this.#setPost(run, source)
  }

  /** @param tile - the tile or the step is another one; @param moved - the strip is */
  #setWalk(run: Run, tile: boolean, moved: boolean): void {
    const { plan, place, step, strip, from, padAddress } = run
    const file = this.file
    const joined = this.#joined
    const { axes, inGroups, plane } = plan
    const { x, y } = axes
    const { rows, stepPlan, wideWord } = plan.rowGroups[place.rowGroup]
    const ofWide = plane.layer.kind === 'wide'
    const { taps, firstGroup, groups } = stepPlan.tiles[place.tile]
    const { region } = strip
    const { pixelWords: inWords, region: source } = from
    const kw = taps.x.count
    const kh = taps.y.count
    const lineWords = source.width * inWords
    const columns = joined === 'x' ? strip.inputs : region.width
    const lines = joined === 'y' ? strip.inputs : region.height
    const low = ofWide ? wideWord : step.lowest * inGroups + firstGroup
    const left = tapStart(x, taps.x.first, region.x)
    const top = tapStart(y, taps.y.first, region.y)
    if (tile || moved) {
      file.set(REGISTER.IN_ADDR, address(pixelAddress(from, strip.first, left, top) + low))
      const originX = x.padded ? left - source.x : 0
      const originY = y.padded ? top - source.y : 0
      file.set(REGISTER.ORIGIN, signedField(originX, 12) | (signedField(originY, 12) << 12))
      const width = x.padded ? source.width : reachOf(columns, x, kw)
      const height = y.padded ? source.height : reachOf(lines, y, kh)
      file.set(REGISTER.SIZE, field(width, 12) | (field(height, 12) << 12))
    }
    if (tile) {
      file.set(
        REGISTER.KERNEL,
        field(kw, 4) |
          (field(kh, 4) << 4) |
          (field(dilationLog2(x, kw), 2) << 8) |
          (field(dilationLog2(y, kh), 2) << 10),
      )
      file.set(
        REGISTER.STRIDE,
        field(pixelStep(x), 4) |
          (field(pixelStep(y), 4) << 4) |
          (field(windowStep(x), 6) << 8) |
          (field(windowStep(y), 6) << 14),
      )
      const windowWords = joined === 'x' ? inputWordsOf(from) : x.poolStride * x.stride * inWords
      file.set(REGISTER.WIN_DX, address(windowWords))
      file.set(REGISTER.WINDOW, field(x.pool, 4) | (field(y.pool, 4) << 4))
    }
    if (moved) file.set(REGISTER.COUNT, field(columns, 12) | (field(lines, 12) << 12))
    if (tile) {
      file.set(
        REGISTER.GROUPS,
        field(groups, 12) | (field(ofWide ? 1 : plan.words[firstGroup + groups - 1].channels, 12) << 12),
      )
      file.set(REGISTER.WEIGHT, field(place.word, 12) | (field(rows, 12) << 12))
      if (kw > 1) file.set(REGISTER.TAP_DX, address(x.dilation * inWords))
      if (kh > 1) file.set(REGISTER.TAP_DY, address(y.dilation * lineWords))
      if (kw * kh > 1)
        file.set(REGISTER.W_STEP, signedField(groups, 12) | (signedField(kw * groups, 12) << 12))
      if (x.pool > 1) file.set(REGISTER.PIX_DX, address(x.stride * inWords))
      if (y.pool > 1) file.set(REGISTER.PIX_DY, address(y.stride * lineWords))
    }
    if (moved && lines > 1) {
      const perLine = joined === 'y' ? inputWordsOf(from) : y.poolStride * y.stride * lineWords
      file.set(REGISTER.WIN_DY, address(perLine))
    }
    if (!tile) return
    if (run.hasPads)
      file.set(REGISTER.PAD, padAddress === undefined ? 0 : address(padAddress + low) | PAD_ENABLE)
    const tapWords = kw * kh * groups
    for (let index = 0; index < step.pairs.length; index++) {
      const { actPlane, tilePlane, double } = step.pairs[index]
      const aOff = field((actPlane - step.lowest) * inGroups, 10)
      file.setPair(index, aOff | (field(tilePlane * tapWords, 8) << 10) | (Number(double) << 18))
    }
  }

  /** Registers of the post unit. @param source - the layer or its input is another one */
  #setPost({ plan, place, strip, to, wide }: Run, source: boolean): void {
    const file = this.file
    const { mode, thresholds, outPlanes, scale } = plan.plane
    const { word, segment, wideWord } = plan.rowGroups[place.rowGroup]
    const another = place !== this.#postPlace
    const moved = source || another || strip !== this.#postStrip || to !== this.#to
    this.#postPlace = place
    this.#postStrip = strip
    this.#to = to
    if (another) {
      file.set(
        REGISTER.POST,
        POST_MODE[mode] |
          (field(thresholds.length, 4) << 4) |
          (field(outPlanes, 5) << 8) |
          (field(place.slot, 4) << 16) |
          (field(segment, 4) << 20),
      )
    }
    if (moved && to !== undefined) {
      this.#setWindows(strip, 'OUT_ADDR', 'OUT_DX', 'OUT_DY', to, word - to.firstGroup)
      file.set(REGISTER.OUT_DP, address(to.groups))
    }
    if (scale === undefined) return
    file.set(REGISTER.SCALE, packScale(scale))
    if (wide.residual) this.#setWindows(strip, 'RES_ADDR', 'RES_DX', 'RES_DY', wide.residual, wideWord)
    this.#setWindows(strip, 'WIDE_ADDR', 'WIDE_DX', 'WIDE_DY', wide.written!, wideWord)
  }

  /** Address of the first window, and the steps to the next one and to the next line of them. */
  #setWindows(strip: Strip, first: Name, x: Name, y: Name, view: View, offset: number): void {
    const file = this.file
    const { region } = strip
    const joined = this.#joined
    file.set(REGISTER[first], address(pixelAddress(view, strip.first, region.x, region.y) + offset))
    file.set(REGISTER[x], address(joined === 'x' ? inputWordsOf(view) : view.pixelWords))
    if ((joined === 'y' ? strip.inputs : region.height) === 1) return
    const line = joined === 'y' ? inputWordsOf(view) : view.region.width * view.pixelWords
    file.set(REGISTER[y], address(line))
  }
}

type Name = keyof typeof COMPUTE_REGISTERS

function address(value: number): number {
  return signedField(value, ADDRESS_BITS)
}
