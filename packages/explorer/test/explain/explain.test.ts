import { readFileSync } from 'node:fs'
import { PRESETS } from '@concord/arch'
import { importOnnx } from '@concord/mapper'
import { describe, expect, it } from 'vitest'
import { splitLayers } from '../../src/cost/layer-split.js'
import { explainPoint } from '../../src/explain/explain.js'
import type { Parameters } from '../../src/point/point.js'
import { isDone } from '../../src/point/row.js'
import { openEvaluator } from '../../src/run/job.js'
import { createPlan, pointOf } from '../../src/run/plan-folder.js'
import { PARAMETER_NAMES } from '../../src/space/schema.js'
import { inFolder, spaceText } from '../support/exploration.js'

const VALUES: Readonly<Record<string, readonly number[]>> = {
  ...{ rows: [16, 32, 64], lanes: [32, 64], weightDepth: [8, 16], clockMhz: [50, 100, 150] },
}
const SPACE = spaceText({
  parameters: VALUES,
  constraints: ['rows <= lanes', 'areaMm2 <= 1.2'],
  objectives: ['latencyUs', 'energyNj', 'inferencesPerSecond'],
})

describe('the explanation of a point', () => {
  it.each([
    { rows: 32, lanes: 32, weightDepth: 8, clockMhz: 100 },
    { rows: 64, lanes: 64, weightDepth: 16, clockMhz: 50 },
  ])('names the changes that help most, as trying all of them does: %o', async (parameters) => {
    await inFolder(SPACE, async (folder, file) => {
      const plan = await createPlan(file, folder)
      const evaluator = await openEvaluator(plan.job)
      const evaluate = (values: Parameters) => evaluator.evaluate(pointOf(plan, values))
      const base = await evaluate(parameters)
      if (!isDone(base)) throw new Error(base.reason)
      const tried: { change: object; metrics: typeof base.metrics }[] = []
      for (const knob of PARAMETER_NAMES) {
        const from = { ...plan.space.chip, ...parameters }[knob]
        const at = VALUES[knob]?.indexOf(from)
        const near = VALUES[knob]
          ? [VALUES[knob][at - 1], VALUES[knob][at + 1]]
          : [Math.floor(from / 2), 2 * from]
        for (const to of near) {
          if (to === undefined || to === from) continue
          const chip = { ...parameters, [knob]: to }
          const row = await evaluate(chip)
          const within = row.status === 'ok' && chip.rows <= chip.lanes
          if (isDone(row)) tried.push({ change: { knob, to, within }, metrics: row.metrics })
        }
      }
      const { best } = await explainPoint(plan, parameters)
      for (const metric of plan.space.objectives) {
        const sign = metric === 'inferencesPerSecond' ? -1 : 1
        const helping = tried
          .map(({ change, metrics }) => ({
            change,
            gain: sign * Math.log(metrics[metric] / base.metrics[metric]),
          }))
          .filter(({ gain }) => gain < -1e-6)
          .sort((a, b) => a.gain - b.gain)
          .slice(0, 3)
        expect(helping.length).toBeGreaterThan(0)
        expect(best[metric]!.map(({ knob, to, within }) => ({ knob, to, within }))).toEqual(
          helping.map(({ change }) => change),
        )
      }
    })
  })
})

describe('the layers of an execution', () => {
  const split = (model: string) => {
    const bytes = readFileSync(new URL(`../../../../models/${model}.onnx`, import.meta.url))
    return splitLayers(importOnnx(bytes), PRESETS.residual, 1).layers
  }

  it('have switching of random data', () => {
    for (const { switchingNj } of split('mnist-mlp')) expect(switchingNj).toBeGreaterThan(0)
  })

  it('have none where wide values are computed, which only data tell', () => {
    for (const { switchingNj } of split('bireal-resnet')) expect(switchingNj).toBeUndefined()
  })
})
