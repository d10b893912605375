/** Nets that are kept in one variable of the model, bit by bit. */
export interface Vector {
  readonly name: string
  readonly width: number
}

/** A net as a bit of a vector, or a constant. */
export type Bit = { readonly vector: Vector; readonly at: number } | '0' | '1'

/** Widest vector: what a machine word holds. */
export const MAX_WIDTH = 64

/** A bit in Verilog. */
export function bitText(bit: Bit): string {
  if (typeof bit === 'string') return `1'b${bit}`
  return bit.vector.width === 1 ? bit.vector.name : `${bit.vector.name}[${bit.at}]`
}

/** Some bits of a vector in Verilog, the lowest of them at `from`. */
export function sliceText({ name, width: all }: Vector, from: number, width: number): string {
  if (width === all) return name
  return width === 1 ? `${name}[${from}]` : `${name}[${from + width - 1}:${from}]`
}

/** Bits side by side in Verilog, the first one lowest. */
export function concatenation(bits: readonly Bit[]): string {
  const parts: string[] = []
  for (let from = 0; from < bits.length; ) {
    const first = bits[from]!
    let width = 1
    while (from + width < bits.length && follows(first, bits[from + width]!, width)) width++
    parts.push(typeof first === 'string' ? bitText(first) : sliceText(first.vector, first.at, width))
    from += width
  }
  return parts.length === 1 ? parts[0]! : `{${parts.reverse().join(', ')}}`
}

function follows(first: Bit, next: Bit, distance: number): boolean {
  if (typeof first === 'string' || typeof next === 'string') return false
  return next.vector === first.vector && next.at === first.at + distance
}

/** Splits what has positions into runs without a gap, none longer than a vector; of those at the same position only the first counts. */
export function runsOf<T>(items: readonly T[], positionOf: (item: T) => number): T[][] {
  const sorted = [...items].sort((a, b) => positionOf(a) - positionOf(b))
  const runs: T[][] = []
  for (const item of sorted) {
    const run = runs.at(-1)
    const distance = run && positionOf(item) - positionOf(run.at(-1)!)
    if (distance === 1 && run!.length < MAX_WIDTH) run!.push(item)
    else if (distance !== 0) runs.push([item])
  }
  return runs
}
