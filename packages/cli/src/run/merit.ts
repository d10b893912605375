import type { ChipConfig } from '@concord/arch'
import {
  estimateArea,
  estimateEnergy,
  loadTechnology,
  publishedChips,
  type ScaledChip,
} from '@concord/estimator'
import type { RunFile } from '../io/run-file.js'
import { energyByLayer, type LayerEnergy } from './energy-by-layer.js'

/** What a chip is worth on a network. 1 MAC = 2 OP. */
export interface Merit {
  /** Operations of the network's layers on the chip for one input: neither padding lanes nor further planes count. */
  readonly opsPerInput: number
  /** Those of all lanes of rows in use, every plane pair and padding lanes included. */
  readonly laneOpsPerInput: number
  readonly energyPerOpPj: number
  readonly energyPerLaneOpPj: number
  readonly topsPerWatt: number
  readonly laneTopsPerWatt: number
  readonly tops: number
  /** 2 × rows × lanes × clock. */
  readonly peakTops: number
  /** By area after placement and routing. */
  readonly topsPerMm2: number
  readonly peakTopsPerMm2: number
  readonly layers: readonly LayerEnergy[]
  readonly published: readonly ScaledChip[]
}

/** Figures of merit of a run, its energy layer by layer, and what others published at this node and supply. */
export function meritOf(config: ChipConfig, { switching, cycles, inputs, layers }: RunFile): Merit {
  const { activity, executions } = switching
  const energy = estimateEnergy(config, activity, cycles.perExecution * executions)
  const perInput = cycles.executions / executions / inputs
  const blocks = energy.blocks.map(({ name, switchingPj, clockPj, leakagePj }) => ({
    name,
    switchingNj: (switchingPj / 1e3) * perInput,
    standingNj: ((clockPj + leakagePj) / 1e3) * perInput,
  }))
  const totalNj = energy.totalNj.value * perInput
  const macs = layers.filter(({ place }) => place === 'chip').reduce((sum, layer) => sum + layer.macs, 0)
  const opsPerInput = 2 * macs
  const laneOpsPerInput = energy.ops * perInput
  const inputUs = (cycles.perExecution * cycles.executions) / inputs / config.clockMhz
  const tops = opsPerInput / inputUs / 1e6
  const dieMm2 = estimateArea(config).dieAreaUm2.value / 1e6
  return {
    opsPerInput,
    laneOpsPerInput,
    energyPerOpPj: (1e3 * totalNj) / opsPerInput,
    energyPerLaneOpPj: (1e3 * totalNj) / laneOpsPerInput,
    topsPerWatt: opsPerInput / (1e3 * totalNj),
    laneTopsPerWatt: laneOpsPerInput / (1e3 * totalNj),
    tops,
    peakTops: energy.peakTops.value,
    topsPerMm2: tops / dieMm2,
    peakTopsPerMm2: energy.peakTops.value / dieMm2,
    layers: energyByLayer(blocks, layers),
    published: publishedChips(loadTechnology(config.technology), energy.voltageV),
  }
}
