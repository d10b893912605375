import type { LayerRecord } from './record.js'

/** What one layer takes of the energy of an input. */
export interface LayerEnergy {
  readonly name: string
  /** nJ an input. */
  readonly energyNj: number
  /** Part of the run's energy, 0..1. */
  readonly share: number
  /** Energy of one operation of the network, pJ; 1 MAC = 2 OP. */
  readonly energyPerOpPj: number
}

/** Blocks that switch while words go through the array. */
const COMPUTING: ReadonlySet<string> = new Set([
  'lanes',
  'accumulatorFile',
  'operands',
  'thresholds',
  'postUnit',
  'computeEngine',
])
/** Blocks that switch while data come in. */
const LOADING: ReadonlySet<string> = new Set(['commandUnit', 'loadEngine', 'queues'])

/** Energy of one block for an input. */
export interface BlockEnergy {
  readonly name: string
  readonly switchingNj: number
  /** Clock and leakage. */
  readonly standingNj: number
}

/** How energy is given to layers, in words. */
export const LAYER_RULE =
  'the array’s blocks by the words a layer issues, those of loading by its load cycles, weight and activation banks half by each, ' +
  'clock, leakage and all else by its cycles'

/** Gives the energy of an input to the layers on the chip; together they have all of it. */
export function energyByLayer(blocks: readonly BlockEnergy[], layers: readonly LayerRecord[]): LayerEnergy[] {
  const onChip = layers.filter(({ place }) => place === 'chip')
  const shareBy = (amount: (layer: LayerRecord) => number): number[] => {
    const amounts = onChip.map(amount)
    const sum = amounts.reduce((a, b) => a + b, 0)
    return amounts.map((value) => (sum === 0 ? 1 / onChip.length : value / sum))
  }
  const byCycles = shareBy(({ cycles }) => cycles.total)
  const byWords = shareBy(({ words }) => words)
  const byLoads = shareBy(({ cycles }) => cycles.load)
  const half = byWords.map((share, i) => (share + byLoads[i]) / 2)
  const ruleOf = (name: string): number[] => {
    if (COMPUTING.has(name)) return byWords
    if (LOADING.has(name)) return byLoads
    return /Banks$/.test(name) ? half : byCycles
  }
  const energies = onChip.map((_, i) =>
    blocks.reduce(
      (sum, { name, switchingNj, standingNj }) =>
        sum + standingNj * byCycles[i] + switchingNj * ruleOf(name)[i],
      0,
    ),
  )
  const total = energies.reduce((sum, energy) => sum + energy, 0)
  return onChip.map(({ name, macs }, i) => ({
    name,
    energyNj: energies[i],
    share: energies[i] / total,
    energyPerOpPj: (1e3 * energies[i]) / (2 * macs),
  }))
}
