import { verilogExpression } from '../cells/cell-model.js'

/** A product of literals: bits of `care` say which inputs are in it, bits of `value` which of them as they are. */
interface Product {
  readonly care: number
  readonly value: number
}

const known = new Map<string, string>()

/**
 * The same function as a Liberty expression with as few operations as sums of products and exclusive ors have, in either polarity. Liberty
 * writes a cell such as AND-OR-INVERT out in products of its complement, four times as long as what the cell is.
 *
 * @param pins - what the expression is of; at most 8
 * @returns a Verilog expression of the same pins
 */
export function compactFunction(liberty: string, pins: readonly string[]): string {
  const key = `${pins.join()}=${liberty}`
  const found = known.get(key)
  if (found !== undefined) return found
  const compact = shortest(truthTable(liberty, pins), pins)
  known.set(key, compact)
  return compact
}

/** Values of an expression; the first pin is the lowest bit of the index. */
export function truthTable(liberty: string, pins: readonly string[]): boolean[] {
  const text = verilogExpression(liberty).replace(/^1'b/, '')
  const evaluate = new Function(...pins, `return (${text}) & 1`) as (...bits: number[]) => number
  return Array.from(
    { length: 2 ** pins.length },
    (_, index) => evaluate(...pins.map((_pin, bit) => (index >> bit) & 1)) === 1,
  )
}

function shortest(table: readonly boolean[], pins: readonly string[]): string {
  if (table.every((value) => value === table[0])) return `1'b${Number(table[0])}`
  const parity = pins.length > 1 ? parityOf(table, pins) : undefined
  if (parity !== undefined) return parity
  const plain = cover(table)
  const inverse = cover(table.map((value) => !value))
  const cost = (sum: readonly Product[]): number =>
    sum.reduce((total, { care, value }) => total + 2 * ones(care) + ones(care & ~value), 0)
  return cost(plain) <= cost(inverse) + 1 ? written(plain, pins) : `~(${written(inverse, pins)})`
}

function parityOf(table: readonly boolean[], pins: readonly string[]): string | undefined {
  const odd = (index: number): boolean => ones(index) % 2 === 1
  if (table.every((value, index) => value === odd(index))) return pins.join(' ^ ')
  if (table.every((value, index) => value !== odd(index))) return `~(${pins.join(' ^ ')})`
  return undefined
}

/** Products, each as large as can be, that together are the function; the largest first. */
function cover(table: readonly boolean[]): Product[] {
  const size = table.length
  const holds = ({ care, value }: Product): boolean =>
    table.every((is, index) => is || (index & care) !== value)
  const left = new Set(table.flatMap((is, index) => (is ? [index] : [])))
  const products = Array.from({ length: size }, (_, care) => care)
    .sort((a, b) => ones(a) - ones(b))
    .flatMap((care) => [...new Set([...left].map((index) => index & care))].map((value) => ({ care, value })))
    .filter(holds)
  const chosen: Product[] = []
  while (left.size > 0) {
    const gain = ({ care, value }: Product): number =>
      [...left].filter((index) => (index & care) === value).length - ones(care) / size
    const best = products.reduce((a, b) => (gain(b) > gain(a) ? b : a))
    chosen.push(best)
    for (const index of [...left]) if ((index & best.care) === best.value) left.delete(index)
  }
  // The first one chosen may be covered by those that came after it
  return chosen.reduce((kept, product) => {
    const others = kept.filter((other) => other !== product)
    const isCovered = (index: number): boolean => others.some(({ care, value }) => (index & care) === value)
    return table.every((is, index) => !is || isCovered(index)) ? others : kept
  }, chosen)
}

function written(sum: readonly Product[], pins: readonly string[]): string {
  const product = ({ care, value }: Product): string => {
    const used = pins.flatMap((pin, bit) => ((care >> bit) & 1 ? [{ pin, isPlain: (value >> bit) & 1 }] : []))
    if (value === 0 && used.length > 1) return `~(${used.map(({ pin }) => pin).join(' | ')})`
    return used.map(({ pin, isPlain }) => (isPlain ? pin : `~${pin}`)).join(' & ')
  }
  return sum.length === 1 ? product(sum[0]!) : sum.map((each) => `(${product(each)})`).join(' | ')
}

function ones(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
