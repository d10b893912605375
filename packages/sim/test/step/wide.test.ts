import { TANH_TABLE } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../support/random.js'
import { runWide, WIDE_EDGE, type WideProgram } from '../support/wide.js'

const ROWS = WIDE_EDGE.rows
/** Words of one pixel of all rows. */
const STEPS = ROWS / WIDE_EDGE.postLanes

const sat = (value: number) => Math.max(-32768, Math.min(32767, value))
const rhu = (value: number, shift: number) => Math.floor(value / 2 ** shift + (shift > 0 ? 0.5 : 0))
const tanh = (y: number) => TANH_TABLE[(y >> 8) & 255]!
const sigmoid = (y: number) => (tanh(y) + 32768) >> 1

/** Pixels of random values, all rows of a pixel together. */
function pixels(count: number, seed: number): Int16Array {
  return new Int16Array(randomBytes(2 * ROWS * count, seed).buffer)
}

/** Pixel `i` of the wide bank. */
const pixel = (wide: Int16Array, i: number) => wide.subarray(i * ROWS, (i + 1) * ROWS)

function run(program: WideProgram) {
  const { result, fast, wide, output } = runWide(WIDE_EDGE, program)
  expect(result.error).toBeUndefined()
  expect(fast).toEqual(result)
  return { wide, output, cycles: result.cycles, counters: result.counters }
}

describe('RUN of the wide bank', () => {
  it('quantises one tensor with two sets of thresholds', () => {
    const values = pixels(2, 1)
    const parameters = Int32Array.from(pixels(4, 2))
    const binary = { mode: 0, thresholds: 1, planes: 1 }
    const { output } = run({
      wide: values,
      parameters,
      runs: [
        { source: 0, windows: 2, post: binary },
        { source: 0, post: { mode: 3, thresholds: 3, planes: 2, slot: 1 } },
      ],
      planes: 2,
    })
    // The second RUN has overwritten pixel 0's plane with the low plane of its codes
    const plane = output.subarray(output.length - 8)
    for (let row = 0; row < ROWS; row++) {
      const bit = (word: number) => (plane[4 * word + (row >>> 3)]! >>> (row & 7)) & 1
      const count = [1, 2, 3].filter((slot) => values[row]! >= parameters[slot * ROWS + row]!).length
      expect(bit(0)).toBe(count >>> 1)
      expect(bit(1)).toBe(values[ROWS + row]! >= parameters[row]! ? 1 : 0)
    }
  })

  it('adds two tensors and saturates', () => {
    const values = pixels(4, 3)
    const scale = { residual: 1, write: 1 }
    const { wide } = run({
      wide: values,
      runs: [{ source: 0, residual: 2 * STEPS, written: 4 * STEPS, windows: 2, scale }],
    })
    for (let i = 0; i < 2; i++) {
      const sum = Array.from(pixel(values, i), (value, row) => sat(value + pixel(values, i + 2)[row]!))
      expect(Array.from(pixel(wide, i + 4))).toEqual(sum)
    }
  })

  it('averages over all pixels: a sum in one RUN, the factor in the next', () => {
    const values = pixels(5, 4).map((value) => value >> 3)
    const factor = Math.round(2 ** 15 / 5)
    const { wide } = run({
      wide: values,
      parameters: new Int32Array(ROWS).fill(factor),
      runs: [
        { source: 0, written: 5 * STEPS, window: 5, scale: { write: 1 } },
        { source: 5 * STEPS, written: 6 * STEPS, scale: { multiply: 1, shift: 15, write: 1 } },
      ],
    })
    for (let row = 0; row < ROWS; row++) {
      const sum = [0, 1, 2, 3, 4].reduce((total, i) => total + pixel(values, i)[row]!, 0)
      expect(pixel(wide, 5)[row]).toBe(sum)
      expect(pixel(wide, 6)[row]).toBe(rhu(sum * factor, 15))
      expect(Math.abs(pixel(wide, 6)[row]! - sum / 5)).toBeLessThan(1)
    }
  })

  it('takes D cycles a pixel: a cycle an operation and step, then the planes', () => {
    const scale = { add: 1, multiply: 1, residual: 1, slope: 1, offset: 1, write: 1 }
    const program = (windows: number): WideProgram => ({
      wide: pixels(2, 5),
      parameters: new Int32Array(ROWS * 6),
      runs: [{ source: 0, windows, scale, post: { thresholds: 2, planes: 2 } }],
    })
    // MULTIPLY ROUND ADD RESIDUAL SLOPE ROUND OFFSET WRITE, two thresholds; two planes of one word
    expect(run(program(2)).cycles - run(program(1)).cycles).toBe(STEPS * (8 + 2) + 2)
  })

  it('reads a word as it was in the operation after the one that writes it', () => {
    const values = pixels(3, 6)
    // Each step reads the word that the step before has just written
    const { wide } = run({
      wide: values,
      runs: [{ source: 0, written: 1, scale: { write: 1 } }],
    })
    expect(Array.from(wide.subarray(4, 4 + ROWS))).toEqual(Array.from(values.subarray(0, ROWS)))
  })
})

describe('cells of recurrent networks', () => {
  it('LSTM: c = f·c + i·g, h = o·tanh(c), in three RUNs', () => {
    // Gates behind their functions, as the RUNs of the array leave them: i, f, o in Q15 of 0..1, g of −1..1; c in Q12
    const gates = pixels(5, 7)
    const [i, f, g, o, c] = [0, 1, 2, 3, 4].map((k) => pixel(gates, k))
    for (let row = 0; row < ROWS; row++) {
      for (const gate of [i!, f!, o!]) gate[row] = sigmoid(gate[row]!)
      g![row] = tanh(g![row]!) >> 3
      c![row]! >>= 2
    }
    const at = (k: number) => k * STEPS
    const { wide } = run({
      wide: gates,
      runs: [
        { source: at(4), residual: at(1), written: at(4), scale: { gate: 1, write: 1 } },
        { source: at(2), residual: at(0), written: at(4), scale: { gate: 1, accumulate: 1, write: 1 } },
        // tanh's table wants its argument in Q13: twice c
        {
          source: at(4),
          residual: at(3),
          written: at(5),
          scale: { function: 2, gate: 1, write: 1, multiply: 1 },
        },
      ],
      parameters: new Int32Array(ROWS).fill(2),
    })
    for (let row = 0; row < ROWS; row++) {
      const cell = sat(rhu(c![row]! * f![row]!, 15) + rhu(g![row]! * i![row]!, 15))
      expect(pixel(wide, 4)[row]).toBe(cell)
      const hidden = sat(rhu(tanh(sat(2 * cell)) * o![row]!, 15))
      expect(pixel(wide, 5)[row]).toBe(hidden)
      const exact = Math.tanh(cell / 4096) * (o![row]! / 32768)
      expect(Math.abs(hidden / 32768 - exact)).toBeLessThan(0.02)
    }
  })

  it('GRU: h = n + z·(h − n), in two RUNs', () => {
    const state = pixels(3, 8)
    const [z, n, h] = [0, 1, 2].map((k) => pixel(state, k))
    for (let row = 0; row < ROWS; row++) {
      z![row] = sigmoid(z![row]!)
      n![row] = tanh(n![row]!) >> 1
      h![row]! >>= 1
    }
    const at = (k: number) => k * STEPS
    const { wide } = run({
      wide: state,
      parameters: new Int32Array(ROWS).fill(-1),
      runs: [
        { source: at(1), residual: at(2), written: at(2), scale: { multiply: 1, residual: 1, write: 1 } },
        { source: at(2), residual: at(0), written: at(1), scale: { gate: 1, accumulate: 1, write: 1 } },
      ],
    })
    for (let row = 0; row < ROWS; row++) {
      expect(pixel(wide, 1)[row]).toBe(sat(n![row]! + rhu(sat(h![row]! - n![row]!) * z![row]!, 15)))
    }
  })
})
