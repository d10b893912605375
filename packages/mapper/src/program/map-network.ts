import type { ChipConfig, HostHead, InputEncoding, Json, LayerInfo, Program } from '@concord/arch'
import { codePlanes } from '../network/levels.js'
import { layerMacs, type MapShape, type Network, type NetworkInput } from '../network/network.js'
import { lower } from '../planes/lower.js'
import type { Readout } from '../planes/plane-network.js'
import { type Schedule, type ScheduleOptions, searchSchedule } from '../schedule/search.js'
import { writeHostMeta } from './host-meta.js'

export interface MapOptions extends ScheduleOptions {
  /** Added to the program's provenance. */
  readonly meta?: { readonly [key: string]: Json }
}

/**
 * Maps a network to a chip.
 *
 * @throws MappingError saying what does not fit and which chip would do
 */
export function mapNetwork(network: Network, config: ChipConfig, options: MapOptions = {}): Program {
  const schedule = searchSchedule(config, lower(network), options)
  const { plans, choice, emitted, style } = schedule
  const readout = plans[plans.length - 1].plane.readout!
  return {
    config,
    batch: choice.batch,
    classes: network.classes,
    encoding: inputEncoding(network.input),
    inputs: emitted.inputs,
    outputs: emitted.outputs,
    outputBytes: emitted.outputBytes,
    layers: layerInfos(schedule),
    head: affineHead(network, readout),
    meta: {
      ...options.meta,
      model: network.name,
      inputScale: network.input.scale,
      schedule: { resident: choice.resident, dense: choice.dense, prefetch: choice.prefetch, style },
      ...writeHostMeta({ readout, steps: network.head }),
    },
    stream: emitted.stream,
  }
}

function inputEncoding({ elements, thresholds, codes, levels }: NetworkInput): InputEncoding {
  return {
    elements,
    pixels: 1,
    channels: elements,
    sourceOrder: 'channelsLast',
    planes: codePlanes(levels),
    thresholds,
    planeBits: codes,
  }
}

function layerInfos({ plans, emitted }: Schedule): LayerInfo[] {
  const shape = ({ channels, height, width }: MapShape) => [channels, height, width]
  return plans.map(({ index, plane, issuedWords }) => ({
    name: plane.layer.name,
    kind: plane.layer.kind,
    place: 'chip',
    inputShape: shape(plane.layer.input),
    outputShape: shape(plane.layer.output),
    actPlanes: plane.actPlanes,
    weightPlanes: plane.weights.exponents.length,
    macs: layerMacs(plane.layer),
    words: issuedWords,
    instructions: emitted.ranges[index],
  }))
}

/** The head as one factor and one constant a class, on the chip's sums; a softmax or relu is left out. */
function affineHead(network: Network, readout: Readout): HostHead {
  const { step, divisor, offset } = readout
  const scale = new Array<number>(network.classes).fill(step / divisor)
  const constant = offset.map((value) => value / divisor)
  for (const head of network.head) {
    if (!('values' in head)) break
    for (let c = 0; c < network.classes; c++) {
      const value = head.values[head.values.length === 1 ? 0 : c]
      const factor = { multiply: value, divide: 1 / value, subtractFrom: -1, add: 1, subtract: 1 }[head.op]
      const shift = { multiply: 0, divide: 0, subtractFrom: value, add: value, subtract: -value }[head.op]
      scale[c] *= factor
      constant[c] = constant[c] * factor + shift
    }
  }
  return { scale, offset: constant }
}
