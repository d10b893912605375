/** A rectangle of a map, in pixels. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Span {
  readonly first: number
  readonly count: number
}

/** The whole of a map. */
export function wholeRegion({ width, height }: { readonly width: number; readonly height: number }): Region {
  return { x: 0, y: 0, width, height }
}

export function regionPixels({ width, height }: Region): number {
  return width * height
}

/** Cuts 0..count − 1 into parts of nearly equal size. */
export function splitSpan(count: number, parts: number, offset = 0): Span[] {
  return Array.from({ length: parts }, (_, i) => {
    const first = Math.floor((i * count) / parts)
    return { first: offset + first, count: Math.floor(((i + 1) * count) / parts) - first }
  })
}

/** Cuts a region into columns × lines of nearly equal rectangles, line by line. */
export function splitRegion(region: Region, columns: number, lines: number): Region[] {
  return splitSpan(region.height, lines, region.y).flatMap((y) =>
    splitSpan(region.width, columns, region.x).map((x) => ({
      ...{ x: x.first, y: y.first },
      ...{ width: x.count, height: y.count },
    })),
  )
}
