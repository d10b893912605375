/** A tensor of the graph: a map `[N, channels, rows, columns]` or a vector `[N, channels]`. */
export interface OnnxValue {
  readonly name: string
  readonly rank: 2 | 4
  /** Of a layer written as several: their results, of `width` channels each. */
  readonly parts?: readonly OnnxValue[]
}

/** Channels of a parameter: all, or one of `count` equal parts. */
export interface Part {
  readonly index: number
  readonly count: number
}

export const WHOLE: Part = { index: 0, count: 1 }

/** Writes a value of several parts part by part, any other as a whole. */
export function inParts(x: OnnxValue, write: (x: OnnxValue, part: Part) => OnnxValue): OnnxValue {
  if (x.parts === undefined) return write(x, WHOLE)
  const count = x.parts.length
  return { ...x, parts: x.parts.map((own, index) => write(own, { index, count })) }
}

/** The part's values among those of all channels. */
export function partOf(values: Float32Array, { index, count }: Part): Float32Array {
  const length = values.length / count
  return values.subarray(index * length, (index + 1) * length)
}

/** Name of a part's tensor. */
export function partName(name: string, { index, count }: Part): string {
  return count === 1 ? name : `${name}.${index}`
}
