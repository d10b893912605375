import { type ChipConfig, ConcordError } from '@concord/arch'
import {
  compareLayers,
  type Deviation,
  type Difference,
  Execution,
  layerResults,
  mapNetwork,
  type Network,
} from '@concord/mapper'
import { openFast } from '../engines/fast-engine.js'
import type { DataSet } from '../io/data-set.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { countProgram } from './count-program.js'
import { batches, runBatch } from './run-batch.js'

/** What was compared, all of it equal. */
export interface LayerCheck {
  readonly inputs: number
  /** Layers of each input, its quantised input included where it came back. */
  readonly layers: number
  /** Elements of all inputs. */
  readonly elements: number
  /** Layers with wide values: the greatest deviation from the real value over all inputs, and the greatest possible. */
  readonly deviations: readonly Deviation[]
}

/**
 * Runs inputs on the chip with every layer's result sent back, and compares each with the reference: the source graph
 * evaluated node by node on the results in front of the layer. Wide values may differ by their tolerance.
 *
 * @param inputs - of the data set, from its first one
 * @throws LayerError naming the first layer, channel and pixel that differs
 */
export async function checkLayers(
  network: Network,
  config: ChipConfig,
  data: DataSet,
  inputs: number,
  session: Session,
): Promise<LayerCheck> {
  const count = Math.min(inputs, data.count)
  const program = mapNetwork(network, config, { batch: count, storeAll: true })
  const execution = new Execution(program)
  const engine = openFast(program, {})
  const phase = session.progress.phase('comparing layer by layer with the reference', count, 'inputs')
  const some = { ...data, count }
  let [layers, elements] = [0, 0]
  const deviations = new Map<string, Deviation>()
  for (const _ of batches(execution, some)) {
    await runBatch(execution, engine, countProgram(program))
    for (let i = 0; i < count; i++) {
      phase.update(i)
      await session.breathe()
      const bytes = data.pixels.subarray(i * data.elements, (i + 1) * data.elements)
      const compared = compareLayers(network, bytes, layerResults(network, execution, i))
      if (compared.difference) throw new LayerError(config.name, i, compared.difference)
      layers = compared.layers
      elements += compared.elements
      for (const own of compared.deviations) {
        const before = deviations.get(own.id)?.deviation ?? 0
        deviations.set(own.id, { ...own, deviation: Math.max(before, own.deviation) })
      }
    }
  }
  phase.end()
  return { inputs: count, layers, elements, deviations: [...deviations.values()] }
}

/** The chip and the source disagree about a layer's result. */
export class LayerError extends ConcordError {
  override readonly name = 'LayerError'

  constructor(
    chip: string,
    input: number,
    readonly difference: Difference,
  ) {
    const { layer, channel, y, x, got, expected } = difference
    super({
      what: 'The chip and the network differ',
      where: `layer ${layer}, channel ${channel}, line ${y}, column ${x} of input ${formatNumber(input)} on ${chip}`,
      why: `the chip gives ${got}, the reference ${expected}; all layers before it are equal`,
      fix: 'this is a bug in Concord; report it with the network and the input',
    })
  }
}
