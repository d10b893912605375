/** Least and greatest real value of each channel. */
export interface RealRange {
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Greatest magnitude in some ranges. */
export function largest(...ranges: readonly RealRange[]): number {
  let most = 0
  for (const { low, high } of ranges) {
    for (const value of low) most = Math.max(most, Math.abs(value))
    for (const value of high) most = Math.max(most, Math.abs(value))
  }
  return most
}

/** What a function that is monotone on either side of 0 makes of a range. */
export function mapRange({ low, high }: RealRange, f: (value: number, channel: number) => number): RealRange {
  const ends = Array.from(low, (_, c) => {
    const values = [f(low[c], c), f(high[c], c)]
    if (low[c] < 0 && high[c] > 0) values.push(f(0, c))
    return values
  })
  return {
    low: Float64Array.from(ends, (values) => Math.min(...values)),
    high: Float64Array.from(ends, (values) => Math.max(...values)),
  }
}

export function addRanges(a: RealRange, b: RealRange): RealRange {
  return {
    low: a.low.map((value, c) => value + b.low[c]),
    high: a.high.map((value, c) => value + b.high[c]),
  }
}

/** Ranges of products of two values. */
export function multiplyRanges(a: RealRange, b: RealRange): RealRange {
  const ends = Array.from(a.low, (_, c) => {
    const products = [a.low[c], a.high[c]].flatMap((x) => [x * b.low[c], x * b.high[c]])
    return { low: Math.min(...products), high: Math.max(...products) }
  })
  return { low: Float64Array.from(ends, ({ low }) => low), high: Float64Array.from(ends, ({ high }) => high) }
}

/** Ranges of channels one after another. */
export function joinRanges(ranges: readonly RealRange[]): RealRange {
  return {
    low: Float64Array.from(ranges.flatMap(({ low }) => Array.from(low))),
    high: Float64Array.from(ranges.flatMap(({ high }) => Array.from(high))),
  }
}
