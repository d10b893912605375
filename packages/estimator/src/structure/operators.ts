import { clog2 } from '@concord/arch'
import { addCells, type CellCounts, scaleCells } from './cell-counts.js'

/** Numbers of cells by the sizes of an operator; chips have few sizes, and each is asked for again and again. */
function bySize(count: (a: number, b: number) => CellCounts): (a: number, b?: number) => CellCounts {
  const known = new Map<number, CellCounts>()
  return (a, b = 0) => {
    const key = a * SIZE_LIMIT + b
    let cells = known.get(key)
    if (cells === undefined) {
      cells = count(a, b)
      known.set(key, cells)
    }
    return cells
  }
}

/** Larger than any size of an operator. */
const SIZE_LIMIT = 2 ** 20

/** Adder or subtractor of two words without adder cells: synthesis builds it from gates. */
export function adder(bits: number): CellCounts {
  return { xor2: 2 * bits, andOrInvert21: bits, nand2: bits }
}

/** Adds one, or subtracts one, or does neither: the enable is its carry in. */
export function incrementer(bits: number): CellCounts {
  return { xor2: bits, nand2: bits, inverter: Math.ceil(bits / 2) }
}

/** Compares two words for equality. */
export function equality(bits: number): CellCounts {
  return { xnor2: bits, nand2: bits }
}

/** Compares a word with a constant, or with zero. */
export function equalsConstant(bits: number): CellCounts {
  return { nand2: bits, inverter: Math.ceil(bits / 2) }
}

/** Compares two words for order. */
export function lessThan(bits: number): CellCounts {
  return { andOrInvert21: bits, nand2: bits, inverter: bits }
}

/** Product of two words of `a` and `b` bits, all bits kept: an array of partial sums. */
export function multiplier(a: number, b: number): CellCounts {
  return addCells({ and2: a * b }, scaleCells(adder(Math.max(a, b)), Math.min(a, b) - 1))
}

/** Shifts a word by an address of `shiftBits` bits. */
export function shifter(bits: number, shiftBits: number): CellCounts {
  return { mux2: bits * shiftBits }
}

/** Chooses one of two words, merged with the logic around it. */
export function choose(bits: number): CellCounts {
  return { andOrInvert21: bits, nand2: bits }
}

/** Lets a register keep its value: a multiplexer in front of each flip-flop. */
export function hold(bits: number): CellCounts {
  return { mux2: bits }
}

/** One-hot select lines of an address. */
export const decoder: (outputs: number) => CellCounts = bySize((outputs) => {
  if (outputs <= 1) return {}
  const bits = clog2(outputs)
  const half = Math.floor(bits / 2)
  const halves = bits > 2 ? addCells(decoder(2 ** half), decoder(2 ** (bits - half))) : { inverter: bits }
  return addCells(halves, { and2: outputs })
})

/** Sinks one buffer of a broadcast net drives. */
const BROADCAST_FANOUT = 16

/** Buffers of nets that reach many sinks. */
export function broadcast(nets: number, sinks: number): CellCounts {
  return sinks > BROADCAST_FANOUT ? { buffer: nets * Math.ceil(sinks / BROADCAST_FANOUT) } : {}
}

/** And-or tree that picks one of `inputs` words by one-hot select lines (without the lines' decoder). */
export function andOrTree(inputs: number, bits: number): CellCounts {
  if (inputs <= 1) return {}
  const pairs = Math.ceil(inputs / 2)
  return { andOrInvert22: pairs * bits, nand2: Math.max(0, pairs - 1) * bits }
}

/** Picks one of `inputs` words by an address: decoder, select lines with their buffers, and-or tree. */
export const selector: (inputs: number, bits: number) => CellCounts = bySize((inputs, bits) =>
  addCells(decoder(inputs), selected(inputs, bits)),
)

/** Picks one of `inputs` words by select lines that come from elsewhere: their buffers, and-or tree. */
export function selected(inputs: number, bits: number): CellCounts {
  return addCells(broadcast(inputs > 1 ? inputs : 0, bits), andOrTree(inputs, bits))
}

/**
 * Column compression of `inputs` bits into their binary count with full and half adders.
 * Full adders take three bits of a column while there are three, a half adder the last two.
 */
export const compressorTree: (inputs: number) => CellCounts = bySize((inputs) => {
  let fullAdder = 0
  let halfAdder = 0
  let column = inputs
  while (column > 0) {
    let carries = 0
    while (column >= 3) {
      column -= 2
      carries++
      fullAdder++
    }
    if (column === 2) {
      carries++
      halfAdder++
    }
    column = carries
  }
  return { fullAdder, halfAdder }
})

/** `count` copies of an operator. */
export const times = (count: number, cells: CellCounts): CellCounts => scaleCells(cells, count)
