/** What a RUN walks over: the compute registers by meaning (docs/architecture.md §3). */
export interface RunGeometry {
  originX: number
  originY: number
  width: number
  height: number
  kw: number
  kh: number
  dilationLog2X: number
  dilationLog2Y: number
  sx: number
  sy: number
  wx: number
  wy: number
  pw: number
  ph: number
  ww: number
  wh: number
  groups: number
  pad: boolean
  tapDx: number
  tapDy: number
  pixDx: number
  pixDy: number
  winDx: number
  winDy: number
  wdx: number
  wdy: number
  pairs: { aOff: number; wOff: number; double: boolean; negate: boolean }[]
}

/** Smallest and largest of some addresses, relative to a base; min > max when there are none. */
export interface Extent {
  min: number
  max: number
}

export interface WalkExtents {
  /** Words issued, null words included. */
  words: number
  act: Extent
  pad: Extent
  weight: Extent
}

/**
 * Walks over all words of a RUN as docs/architecture.md §6 orders them and finds which addresses it touches, relative to IN_ADDR,
 * PAD and WEIGHT. Written without a look at the models, so that a legal program is legal by the specification.
 */
export function walkRun(run: RunGeometry): WalkExtents {
  const extents: WalkExtents = { words: 0, act: empty(), pad: empty(), weight: empty() }
  for (let wy = 0; wy < run.wh; wy++)
    for (let wx = 0; wx < run.ww; wx++)
      for (let py = 0; py < run.ph; py++)
        for (let px = 0; px < run.pw; px++) {
          const x = tapRange(run.originX + wx * run.wx + px * run.sx, run.kw, run.dilationLog2X, run.width)
          const y = tapRange(run.originY + wy * run.wy + py * run.sy, run.kh, run.dilationLog2Y, run.height)
          const base = wx * run.winDx + wy * run.winDy + px * run.pixDx + py * run.pixDy
          walkPixel(run, x, y, base, extents)
        }
  return extents
}

function walkPixel(run: RunGeometry, x: Extent, y: Extent, base: number, extents: WalkExtents): void {
  const isEmpty = x.min > x.max || y.min > y.max
  for (const { aOff, wOff } of run.pairs) {
    if (isEmpty && !run.pad) extents.words++
    for (let ky = 0; ky < run.kh; ky++)
      for (let kx = 0; kx < run.kw; kx++) {
        const inside = !isEmpty && ky >= y.min && ky <= y.max && kx >= x.min && kx <= x.max
        if (!inside && !run.pad) continue
        const last = run.groups - 1
        extents.words += run.groups
        if (inside) include(extents.act, base + kx * run.tapDx + ky * run.tapDy + aOff, last)
        else include(extents.pad, aOff, last)
        include(extents.weight, wOff + ky * run.wdy + kx * run.wdx, last)
      }
  }
}

/** Taps of one axis that lie inside; min > max when none does. */
function tapRange(at: number, taps: number, dilationLog2: number, size: number): Extent {
  const dilation = 1 << dilationLog2
  if (size - 1 - at < 0) return empty()
  return {
    min: Math.ceil(Math.max(0, -at) / dilation),
    max: Math.min(taps - 1, Math.floor((size - 1 - at) / dilation)),
  }
}

export function empty(): Extent {
  return { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
}

/** Widens an extent to hold `first..first + more`. */
export function include(extent: Extent, first: number, more = 0): void {
  extent.min = Math.min(extent.min, first)
  extent.max = Math.max(extent.max, first + more)
}

/** Distance from the first to the last address; 0 when there are none. */
export function spanOf({ min, max }: Extent): number {
  return max < min ? 0 : max - min
}
