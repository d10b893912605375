import type { ChipConfig } from '@concord/arch'
import { BLOCKS, estimateArea, estimateEnergy } from '@concord/estimator'
import { formatNumber } from '../session/numbers.js'
import type { CountedActivity } from './count-activity.js'
import type { EstimateRecord, RunRecord } from './record.js'

/** The run whose inputs are priced. */
export interface PricedRun {
  readonly inputs: number
  readonly executions: number
  /** Cycles. */
  readonly perExecution: number
}

/** Area of a chip, block by block. */
export function priceArea(config: ChipConfig): RunRecord['area'] {
  const { cellAreaUm2, blocks, dieAreaUm2 } = estimateArea(config)
  return {
    total: cellAreaUm2.value,
    unit: 'µm²',
    blocks: blocks.map(({ name, areaUm2 }) => ({ name, value: areaUm2.value, note: areaUm2.note })),
    basis: cellAreaUm2.basis,
    error: cellAreaUm2.error,
    note: sentence(cellAreaUm2.note),
    dieAreaUm2: dieAreaUm2.value,
  }
}

/** Energy of one input of a run: what an execution took where switching was counted, times the executions, by the inputs. */
export function priceEnergy(
  config: ChipConfig,
  counted: CountedActivity,
  run: PricedRun,
): RunRecord['energy'] {
  const { activity, executions, inputs } = counted
  const { blocks, totalNj, averagePowerMw } = estimateEnergy(config, activity, run.perExecution * executions)
  const perInputNj = (pj: number) => ((pj / 1e3 / executions) * run.executions) / run.inputs
  const leakagePj = blocks.reduce((sum, block) => sum + block.leakagePj, 0)
  const parts: EstimateRecord['blocks'] = [
    ...blocks.map(({ name, switchingPj, clockPj }) => ({
      name,
      value: perInputNj(switchingPj + clockPj),
      note: BLOCKS[name],
    })),
    { name: 'leakage', value: perInputNj(leakagePj), note: 'of all cells' },
  ]
  const scope = `counted in ${formatNumber(executions)} executions with ${formatNumber(inputs)} inputs`
  return {
    total: perInputNj(totalNj.value * 1e3),
    unit: 'nJ an input',
    blocks: parts,
    basis: totalNj.basis,
    error: totalNj.error,
    note: sentence(`${totalNj.note}; switching ${scope}, from empty memories, and scaled to all`),
    inputsCounted: inputs,
    powerMw: averagePowerMw.value,
  }
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`
}
