import { UnsupportedError } from '../errors.js'

/** What the choice of a unit depends on. */
export interface WideRecord {
  /** Greatest magnitude that the values, and what is computed on the way to them, can have. */
  readonly most: number
  /** Tensors that must have the same unit. */
  readonly with: readonly string[]
  /** The unit, where it is not free. */
  readonly unit?: number | undefined
}

/** What one reading of a graph finds out for the next. */
export interface WideChoice {
  /** Unit of each wide tensor. */
  readonly units: ReadonlyMap<string, number>
  /** Tensor that the host hands over as wide values. */
  readonly entry: string | undefined
  /** Averages that are added to real maps, so that the chip makes them. */
  readonly averages: ReadonlySet<string>
}

export const NOTHING_WIDE: WideChoice = { units: new Map(), entry: undefined, averages: new Set() }

export function sameChoice(a: WideChoice, b: WideChoice): boolean {
  const sameUnits = [...b.units].every(([tensor, unit]) => a.units.get(tensor) === unit)
  const alike = a.units.size === b.units.size && a.averages.size === b.averages.size
  return a.entry === b.entry && alike && sameUnits
}

/** Unit of wide values whose range is not known yet. */
export const PROVISIONAL_UNIT = 1

/** Magnitude that the largest value gets, with room for roundings up to WIDE_BOUND. */
export const FULL = 32000

/**
 * The finest power of 2 for each tensor with which nothing can leave int16; alike where values are added.
 *
 * @throws UnsupportedError naming a tensor whose values have no bound
 */
export function chooseUnits(records: ReadonlyMap<string, WideRecord>): Map<string, number> {
  const group = new Map<string, string>([...records.keys()].map((tensor) => [tensor, tensor]))
  const root = (tensor: string): string => {
    const parent = group.get(tensor)!
    return parent === tensor ? tensor : root(parent)
  }
  for (const [tensor, record] of records) {
    for (const other of record.with) group.set(root(other), root(tensor))
  }
  const most = new Map<string, number>()
  for (const [tensor, record] of records) {
    const key = root(tensor)
    most.set(key, Math.max(most.get(key) ?? 0, record.most))
  }
  return new Map(
    [...records.keys()].map((tensor) => {
      const { unit } = records.get(tensor)!
      if (unit !== undefined) return [tensor, unit]
      const reach = most.get(root(tensor))!
      if (!Number.isFinite(reach)) {
        throw new UnsupportedError([{ node: tensor, reason: 'its real values have no finite bound' }])
      }
      return [tensor, reach > 0 ? 2 ** Math.ceil(Math.log2(reach / FULL)) : PROVISIONAL_UNIT]
    }),
  )
}
