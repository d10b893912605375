import { type LayerSplit, splitLayers } from '../cost/layer-split.js'
import { chipOf, type Parameters, scopeOf } from '../point/point.js'
import type { DoneRow, Row } from '../point/row.js'
import { openEvaluator, openNetworks } from '../run/job.js'
import { type Plan, pointOf } from '../run/plan-folder.js'
import { costOf, type MetricName } from '../space/metrics.js'
import { PARAMETER_NAMES, type ParameterName } from '../space/schema.js'

/** One knob moved, all others as they are. */
export interface KnobChange {
  readonly knob: ParameterName
  readonly from: number
  readonly to: number
  /** By objective: new value by old value. */
  readonly ratios: Readonly<Partial<Record<MetricName, number>>>
  /** Whether the changed chip belongs to the space and is within all limits. */
  readonly within: boolean
}

/** Why a point is as good as it is. */
export interface Explanation {
  readonly row: Row
  /** One split a network; absent when the point failed. */
  readonly splits: readonly LayerSplit[]
  /** Changes, for each objective the best first. */
  readonly best: Readonly<Partial<Record<MetricName, readonly KnobChange[]>>>
}

const SHOWN = 3

/** Neighbours are many, and differ by more than the fidelities do. */
const FIDELITY = 'closedForm'

/** Evaluates a point and its neighbours: every knob one value, or for knobs that the space fixes a factor of two, up and down. */
export async function explainPoint(plan: Plan, parameters: Parameters): Promise<Explanation> {
  const { space, job } = plan
  const evaluator = await openEvaluator(job)
  const row = await evaluator.evaluate(pointOf(plan, parameters, FIDELITY))
  if (row.status === 'failed') return { row, splits: [], best: {} }
  const config = chipOf(space.chip, parameters)
  const splits = (await openNetworks(job)).map(({ network, batch }) => splitLayers(network, config, batch))
  const changes: KnobChange[] = []
  for (const knob of PARAMETER_NAMES) {
    for (const to of neighbours(plan, knob, config[knob])) {
      const changed = await evaluator.evaluate(pointOf(plan, { ...parameters, [knob]: to }, FIDELITY))
      if (changed.status !== 'failed') changes.push(changeOf(plan, row, changed, knob, config[knob], to))
    }
  }
  const best = Object.fromEntries(
    space.objectives.map((metric) => {
      const sign = Math.sign(costOf(metric, 1))
      const gain = ({ ratios }: KnobChange) => sign * Math.log(ratios[metric]!)
      const helping = changes.filter((change) => gain(change) < -1e-6).sort((a, b) => gain(a) - gain(b))
      return [metric, helping.slice(0, SHOWN)]
    }),
  )
  return { row, splits, best }
}

function neighbours({ space }: Plan, knob: ParameterName, value: number): number[] {
  const values = space.free.find(({ name }) => name === knob)?.values
  if (values === undefined)
    return [...new Set([Math.floor(value / 2), value * 2])].filter((to) => to !== value)
  const at = values.indexOf(value)
  return [values[at - 1], values[at + 1]].filter((to) => to !== undefined)
}

function changeOf(
  { space }: Plan,
  row: DoneRow,
  changed: DoneRow,
  knob: ParameterName,
  from: number,
  to: number,
): KnobChange {
  const ratios = Object.fromEntries(
    space.objectives.map((metric) => [metric, changed.metrics[metric] / row.metrics[metric]]),
  )
  const scope = scopeOf(chipOf(space.chip, changed.parameters), changed.metrics)
  const within = changed.status === 'ok' && space.shape.every((condition) => condition.evaluate(scope) !== 0)
  return { knob, from, to, ratios, within }
}
