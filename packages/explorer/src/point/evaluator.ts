import { type ChipConfig, ConcordError } from '@concord/arch'
import { runEnergy } from '@concord/estimator'
import type { Network } from '@concord/mapper'
import { dieAreaMm2 } from '../cost/die-area.js'
import { NetworkCost } from '../cost/network-cost.js'
import type { ProgramCost } from '../cost/program-cost.js'
import { simulatedActivity } from '../cost/simulated-activity.js'
import type { Expression } from '../space/expression.js'
import type { Metrics } from '../space/metrics.js'
import type { Fidelity } from '../space/schema.js'
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

/** Evaluates points of one space. A point's row depends on nothing but the point. */
export class Evaluator {
  readonly #costs: readonly { readonly loaded: LoadedNetwork; readonly cost: NetworkCost }[]

  constructor(
    readonly space: Pick<Space, 'chip' | 'limits'>,
    networks: readonly LoadedNetwork[],
  ) {
    this.#costs = networks.map((loaded) => ({ loaded, cost: new NetworkCost(loaded.network, loaded.batch) }))
  }

  /** Its row; what goes wrong becomes the row's reason. */
  async evaluate({ id, fidelity, parameters }: Point): Promise<Row> {
    const { chip } = this.space
    // Points of a plan's file and those of a search have their fields in another order; rows are the same to the byte. Without a spread: rows made by one
    // outlived their use, with all that hangs on them ("--trace-gc" shows it)
    try {
      const config = chipOf(chip, parameters)
      const networks = this.#costs.map((entry) => this.#networkRow(config, entry, fidelity))
      const metrics = this.#metrics(networks, await dieAreaMm2(config, fidelity))
      const broken = this.#broken(config, metrics)
      return broken
        ? { id, fidelity, parameters, status: 'excluded', reason: broken.text, metrics, networks }
        : { id, fidelity, parameters, status: 'ok', metrics, networks }
    } catch (error) {
      const reason = error instanceof ConcordError ? `${error.what}: ${error.why}` : String(error)
      return { id, fidelity, parameters, status: 'failed', reason }
    }
  }

  /** The first limit that a chip breaks. */
  #broken(config: ChipConfig, metrics: Metrics): Expression | undefined {
    const { limits } = this.space
    if (limits.length === 0) return undefined
    const scope = scopeOf(config, metrics)
    return limits.find((limit) => limit.evaluate(scope) === 0)
  }

  #networkRow(
    config: ChipConfig,
    { loaded, cost }: { readonly loaded: LoadedNetwork; readonly cost: NetworkCost },
    fidelity: Fidelity,
  ): NetworkRow {
    const found = cost.on(config)
    const { cycles, batch, counters, streamBytes, outputBytes } = found
    const activity =
      (fidelity === 'closedForm' ? found.activity : undefined) ??
      simulatedActivity(loaded.network, config, batch)
    const counted = activity.cycles === cycles ? activity : { ...activity, cycles }
    const { totalPj } = runEnergy(config, counted)
    const latencyUs = cycles / config.clockMhz
    return {
      network: loaded.name,
      batch,
      cycles,
      streamBytes,
      outputBytes,
      latencyUs,
      energyNj: totalPj / 1e3 / batch,
      powerMw: totalPj / latencyUs / 1e3,
      opsPerCycle: (2 * cost.macs * batch) / cycles,
      bytesPerCycle: (streamBytes + outputBytes) / cycles,
      computeShare: counters.computeBusy / cycles,
      loadShare: counters.loadBusy / cycles,
      postShare: counters.computeWaitPost / cycles,
      bound: boundOf(found),
    }
  }

  #metrics(rows: readonly NetworkRow[], areaMm2: number): Metrics {
    let [latencyUs, inputUs, cycles, energyNj] = [0, 0, 0, 0]
    for (const [i, row] of rows.entries()) {
      const { weight } = this.#costs[i].loaded
      latencyUs += weight * row.latencyUs
      inputUs += weight * (row.latencyUs / row.batch)
      cycles += weight * row.cycles
      energyNj += weight * row.energyNj
    }
    return {
      latencyUs,
      cycles,
      inferencesPerSecond: 1e6 / inputUs,
      energyNj,
      powerMw: energyNj / inputUs,
      edpNjUs: energyNj * inputUs,
      areaMm2,
    }
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
