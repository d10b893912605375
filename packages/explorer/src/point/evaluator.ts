import { type ChipConfig, ConcordError } from '@concord/arch'
import { estimateArea, estimateEnergy } from '@concord/estimator'
import type { Network } from '@concord/mapper'
import { NetworkCost } from '../cost/network-cost.js'
import type { ProgramCost } from '../cost/program-cost.js'
import { simulatedActivity } from '../cost/simulated-activity.js'
import type { Metrics } from '../space/metrics.js'
import type { Space } from '../space/space.js'
import { chipOf, type Point, scopeOf } from './point.js'
import type { NetworkRow, Row } from './row.js'

/** A network that points are judged by. */
export interface LoadedNetwork {
  readonly name: string
  readonly network: Network
  readonly weight: number
  readonly batch: number
}

/** Areas kept: they do not depend on the clock. */
const KEPT = 20_000

/** Evaluates points of one space. A point's row depends on nothing but the point. */
export class Evaluator {
  readonly #areas = new Map<string, number>()
  readonly #costs: readonly { readonly loaded: LoadedNetwork; readonly cost: NetworkCost }[]

  constructor(
    readonly space: Pick<Space, 'chip' | 'limits' | 'fidelity'>,
    networks: readonly LoadedNetwork[],
  ) {
    this.#costs = networks.map((loaded) => ({ loaded, cost: new NetworkCost(loaded.network, loaded.batch) }))
  }

  /** Its row; what goes wrong becomes the row's reason. */
  evaluate({ id, parameters }: Point): Row {
    const { chip, limits, fidelity } = this.space
    const common = { id, parameters, fidelity }
    try {
      const config = chipOf(chip, parameters)
      const networks = this.#costs.map((entry) => this.#networkRow(config, entry))
      const metrics = this.#metrics(config, networks)
      const scope = scopeOf(config, metrics)
      const broken = limits.find((limit) => limit.evaluate(scope) === 0)
      return broken
        ? { ...common, status: 'excluded', reason: broken.text, metrics, networks }
        : { ...common, status: 'ok', metrics, networks }
    } catch (error) {
      const reason = error instanceof ConcordError ? `${error.what}: ${error.why}` : String(error)
      return { ...common, status: 'failed', reason }
    }
  }

  #networkRow(
    config: ChipConfig,
    { loaded, cost }: { readonly loaded: LoadedNetwork; readonly cost: NetworkCost },
  ): NetworkRow {
    const found = cost.on(config)
    const { cycles, batch, counters, streamBytes, outputBytes } = found
    const activity =
      this.space.fidelity === 'simulated'
        ? simulatedActivity(loaded.network, config, batch, cost.residentOn(config))
        : found.activity
    const energy = estimateEnergy(config, activity, cycles, { inputs: batch })
    return {
      network: loaded.name,
      ...{ batch, cycles, streamBytes, outputBytes },
      latencyUs: cycles / config.clockMhz,
      energyNj: energy.totalNj.value / batch,
      powerMw: energy.averagePowerMw.value,
      opsPerCycle: (2 * cost.macs * batch) / cycles,
      bytesPerCycle: (streamBytes + outputBytes) / cycles,
      computeShare: counters.computeBusy / cycles,
      loadShare: counters.loadBusy / cycles,
      postShare: counters.computeWaitPost / cycles,
      bound: boundOf(found),
    }
  }

  #metrics(config: ChipConfig, rows: readonly NetworkRow[]): Metrics {
    const mean = (value: (row: NetworkRow) => number) =>
      rows.reduce((sum, row, i) => sum + this.#costs[i].loaded.weight * value(row), 0)
    const inputUs = mean(({ latencyUs, batch }) => latencyUs / batch)
    const energyNj = mean((row) => row.energyNj)
    return {
      latencyUs: mean((row) => row.latencyUs),
      cycles: mean((row) => row.cycles),
      inferencesPerSecond: 1e6 / inputUs,
      energyNj,
      powerMw: energyNj / inputUs,
      edpNjUs: energyNj * inputUs,
      areaMm2: this.#areaMm2(config),
    }
  }

  #areaMm2(config: ChipConfig): number {
    const { clockMhz: _, ...rest } = config
    const key = JSON.stringify(rest)
    const known = this.#areas.get(key)
    if (known !== undefined) return known
    const area = estimateArea(config).dieAreaUm2.value / 1e6
    if (this.#areas.size >= KEPT) this.#areas.clear()
    this.#areas.set(key, area)
    return area
  }
}

/** What takes the largest part of the cycles. */
function boundOf({ counters, cycles }: ProgramCost): NetworkRow['bound'] {
  const { computeBusy, loadBusy, computeWaitPost } = counters
  const most = Math.max(computeBusy, loadBusy, computeWaitPost)
  if (most < cycles / 3) return 'control'
  if (most === computeBusy) return 'compute'
  return most === loadBusy ? 'stream' : 'post'
}
