import { PRESETS } from '@concord/arch'
import { estimateArea, estimateEnergy } from '@concord/estimator'
import { namedShape, shapeNetwork } from '@concord/mapper'
import { expect, test } from 'vitest'
import { NetworkCost } from '../../src/cost/network-cost.js'
import { Evaluator } from '../../src/point/evaluator.js'
import { chipOf } from '../../src/point/point.js'

test('a row has exactly the energy and the area of the estimates', async () => {
  const networks = ['tfc', 'cnv'].map((name, i) => ({
    ...{ name, network: shapeNetwork(namedShape(name)), weight: i === 0 ? 0.25 : 0.75, batch: i + 1 },
  }))
  const evaluator = new Evaluator({ chip: PRESETS.caravel, limits: [] }, networks)
  for (const parameters of [{}, { rows: 128 }, { lanes: 32, rows: 32, clockMhz: 40 }, { accDepth: 12 }]) {
    const row = await evaluator.evaluate({ id: 'x', fidelity: 'closedForm', parameters })
    if (row.status !== 'ok') throw new Error(row.reason)
    const chip = chipOf(PRESETS.caravel, parameters)
    const energies = networks.map(({ network, batch }) => {
      const { activity, cycles } = new NetworkCost(network, batch).on(chip)
      return estimateEnergy(chip, activity!, cycles, { inputs: batch })
    })
    expect(row.networks.map(({ energyNj }) => energyNj)).toEqual(
      energies.map(({ totalNj }, i) => totalNj.value / networks[i].batch),
    )
    expect(row.networks.map(({ powerMw }) => powerMw)).toEqual(
      energies.map(({ averagePowerMw }) => averagePowerMw.value),
    )
    expect(row.metrics.energyNj).toBe(0.25 * row.networks[0].energyNj + 0.75 * row.networks[1].energyNj)
    expect(row.metrics.areaMm2).toBe(estimateArea(chip).dieAreaUm2.value / 1e6)
  }
})
