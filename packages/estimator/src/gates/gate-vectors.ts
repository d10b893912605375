import type { Gate } from './cells.js'
import { type Bit, runsOf } from './vector.js'

/** Gates of one kind that do the same on neighbouring bits; or a single gate. */
export interface GateVector {
  readonly gates: readonly Gate[]
  /** Which inputs run along the bits; the others are the same for all. */
  readonly moving: readonly boolean[]
}

/** Fewer gates side by side are not worth a vector. */
const MIN_WIDTH = 4

/** Gates with more inputs from vectors would have too many readings. */
const MAX_MOVING_INPUTS = 6

/**
 * Finds, among gates of one level, those that are one operation on the bits of vectors, as a word of an AND-OR read path or the XNORs of
 * a row are.
 */
export function gateVectors(gates: readonly Gate[], bitOf: (net: string) => Bit): GateVector[] {
  const readings = new Map<string, { moving: boolean[]; gates: Gate[] }>()
  for (const gate of gates) {
    const bits = gate.nets.map(bitOf)
    for (const moving of choices(bits)) {
      const key = keyOf(gate, bits, moving)
      const reading = readings.get(key)
      if (reading === undefined) readings.set(key, { moving, gates: [gate] })
      else reading.gates.push(gate)
    }
  }
  const left = new Set(gates)
  const vectors: GateVector[] = []
  const sorted = [...readings.values()].filter((reading) => reading.gates.length >= MIN_WIDTH)
  for (const { moving, gates: alike } of sorted.sort((a, b) => b.gates.length - a.gates.length)) {
    const first = moving.indexOf(true)
    const free = alike.filter((gate) => left.has(gate))
    if (free.length < MIN_WIDTH) continue
    for (const run of runsOf(free, (gate) => positionOf(bitOf(gate.nets[first]!)))) {
      if (run.length < MIN_WIDTH) continue
      for (const gate of run) left.delete(gate)
      vectors.push({ gates: run, moving })
    }
  }
  return [...vectors, ...[...left].map((gate) => ({ gates: [gate], moving: gate.nets.map(() => false) }))]
}

/** All ways to let inputs from vectors run or stand still, but for none running. */
function choices(bits: readonly Bit[]): boolean[][] {
  const wide = bits.flatMap((bit, i) => (typeof bit !== 'string' && bit.vector.width >= MIN_WIDTH ? [i] : []))
  if (wide.length > MAX_MOVING_INPUTS) return []
  return Array.from({ length: 2 ** wide.length - 1 }, (_, choice) => {
    const chosen = new Set(wide.filter((_pin, i) => ((choice + 1) >> i) & 1))
    return bits.map((_bit, i) => chosen.has(i))
  })
}

function keyOf(gate: Gate, bits: readonly Bit[], moving: readonly boolean[]): string {
  const from = positionOf(bits[moving.indexOf(true)]!)
  const pins = bits.map((bit, i) => {
    if (typeof bit === 'string') return bit
    return moving[i] ? `${bit.vector.name}+${bit.at - from}` : `${bit.vector.name}[${bit.at}]`
  })
  return `${gate.type} ${pins.join(' ')}`
}

function positionOf(bit: Bit): number {
  return typeof bit === 'string' ? 0 : bit.at
}
