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

/** Of 0..count − 1 in parts of nearly equal size: how many the i-th part has. */
export function partCount(count: number, parts: number, i: number): number {
  return Math.floor(((i + 1) * count) / parts) - Math.floor((i * count) / parts)
}

/** Cuts 0..count − 1 into parts of nearly equal size. */
export function splitSpan(count: number, parts: number, offset = 0): Span[] {
  const spans: Span[] = []
  let first = 0
  for (let i = 1; i <= parts; i++) {
    const end = Math.floor((i * count) / parts)
    spans.push({ first: offset + first, count: end - first })
    first = end
  }
  return spans
}

/** Cuts a region into columns × lines of nearly equal rectangles, line by line. */
export function splitRegion(region: Region, columns: number, lines: number): Region[] {
  const across = splitSpan(region.width, columns, region.x)
  const parts: Region[] = []
  for (const { first: y, count: height } of splitSpan(region.height, lines, region.y)) {
    for (const { first: x, count: width } of across) parts.push({ x, y, width, height })
  }
  return parts
}
