import type { ChipConfig } from '@concord/arch'
import { estimateArea } from '@concord/estimator'
import { Evaluator } from '@concord/explorer'
import { readModel } from '../io/model-file.js'
import { flatten, type Line } from './line.js'

/** A network to run on both chips. */
export interface ComparedNetwork {
  readonly model: string
  readonly batch: number
}

/** Fields in which two chips differ, what they cost, and what a network costs on each. */
export async function compareChips(
  a: ChipConfig,
  b: ChipConfig,
  network: ComparedNetwork | undefined,
): Promise<Line[]> {
  const right = new Map(flatten(b))
  const fields = flatten(a).map(([name, value]): Line => [name, value, right.get(name)])
  const [areaOfA, areaOfB] = [estimateArea(a), estimateArea(b)]
  return [
    ...fields.filter(([name, x, y]) => name !== 'name' && x !== y),
    ['cells mm²', areaOfA.cellAreaUm2.value / 1e6, areaOfB.cellAreaUm2.value / 1e6],
    ['die mm²', areaOfA.dieAreaUm2.value / 1e6, areaOfB.dieAreaUm2.value / 1e6],
    ['peak GOP/s', peakGops(a), peakGops(b)],
    ...(network === undefined ? [] : await compareCosts([a, b], network)),
  ]
}

async function compareCosts(
  chips: readonly ChipConfig[],
  { model, batch }: ComparedNetwork,
): Promise<Line[]> {
  const { network, name } = await readModel(model)
  const costs = await Promise.all(
    chips.map(async (chip): Promise<Readonly<Record<string, unknown>>> => {
      const evaluator = new Evaluator({ chip, limits: [] }, [{ name, network, weight: 1, batch }])
      const row = await evaluator.evaluate({ id: chip.name, fidelity: 'closedForm', parameters: {} })
      return row.status === 'failed' ? { [name]: row.reason } : { ...row.metrics, ...row.networks[0] }
    }),
  )
  const names = [...new Set(costs.flatMap((row) => Object.keys(row)))].filter((key) => key !== 'network')
  return names.map((key): Line => [key, costs[0][key], costs[1][key]])
}

/** 1 MAC is 2 operations. */
function peakGops({ rows, lanes, clockMhz }: ChipConfig): number {
  return 2 * rows * lanes * clockMhz * 1e-3
}
