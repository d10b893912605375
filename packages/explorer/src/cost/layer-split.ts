import {
  type ChipConfig,
  COMPUTE_REGISTERS,
  parseStream,
  programPasses,
  type StreamItem,
} from '@concord/arch'
import { estimateEnergy } from '@concord/estimator'
import { mapNetwork, type Network, placeNetwork } from '@concord/mapper'
import { countCycles } from '@concord/sim'
import { tallyProgram } from './program-activity.js'

/** What one layer takes of an execution. */
export interface LayerShare {
  readonly name: string
  readonly macs: number
  /** Cycles in which the array issued its words. */
  readonly computeCycles: number
  /** Cycles of weights and thresholds coming in, beside whatever else went on. */
  readonly loadCycles: number
  /** Cycles in which the array waited for the post unit or drained. */
  readonly postCycles: number
  /** Switching of its instructions on random data, without clock and leakage, for the batch; unknown where wide values are computed, which only data tell. */
  readonly switchingNj: number | undefined
}

/** An execution, layer by layer. */
export interface LayerSplit {
  readonly batch: number
  readonly cycles: number
  readonly layers: readonly LayerShare[]
}

/** Maps a network and splits its execution by layers. */
export function splitLayers(network: Network, config: ChipConfig, batch: number): LayerSplit {
  const program = mapNetwork(placeNetwork(network, config), config, { batch })
  const passes = programPasses(program).map(({ stream }) => ({
    items: parseStream(config, stream),
    ...countCycles(config, stream),
  }))
  const wide = passes.some(({ items }) => items.some(setsScale))
  const tally = tallyProgram(program, passes)
  const layers = program.layers.map(({ name, macs, instructions }, layer): LayerShare => {
    let [computeCycles, loadCycles, postCycles] = [0, 0, 0]
    for (const { pass, first, last } of instructions) {
      for (let i = first; i <= last; i++) {
        const { counts } = passes[pass].spans[i]
        computeCycles += counts.computeBusy ?? 0
        loadCycles += counts.loadBusy ?? 0
        postCycles += counts.computeWaitPost ?? 0
      }
    }
    const { blocks } = estimateEnergy(config, tally[layer], 1)
    const switchingNj = wide ? undefined : blocks.reduce((sum, block) => sum + block.switchingPj, 0) / 1e3
    return { name, macs: macs * batch, computeCycles, loadCycles, postCycles, switchingNj }
  })
  return { batch, cycles: passes.reduce((sum, { cycles }) => sum + cycles, 0), layers }
}

function setsScale({ instruction }: StreamItem): boolean {
  const { op } = instruction
  return (
    op === 'SET' &&
    instruction.engine === 'compute' &&
    instruction.register === COMPUTE_REGISTERS.SCALE.number
  )
}
