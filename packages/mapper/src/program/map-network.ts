import type {
  ChipConfig,
  HostHead,
  InputEncoding,
  InstructionRange,
  Json,
  LayerInfo,
  Program,
} from '@concord/arch'
import { type HostSegment, segmentMacs } from '../network/host-segment.js'
import { layerMacs, resultMap } from '../network/layer.js'
import { codePlanes } from '../network/levels.js'
import type { MapShape } from '../network/map-shape.js'
import { type Network, sumCount } from '../network/network.js'
import { lowerFor } from '../planes/lower-for.js'
import type { PlaneNetwork, Readout } from '../planes/plane-network.js'
import { hostParts } from '../report/host-rows.js'
import type { PassChoice } from '../schedule/pass-choice.js'
import { type Schedule, type ScheduleOptions, searchSchedule, type WrittenPass } from '../schedule/search.js'
import { writeHostMeta } from './host-meta.js'
import { packPatches } from './patches.js'
import { hostBetween } from './program-segments.js'

export interface MapOptions extends ScheduleOptions {
  /** Added to the program's provenance. */
  readonly meta?: { readonly [key: string]: Json }
  /** The host lays the first layer's windows out, if that is possible. @defaultValue whatever takes fewer words */
  readonly patches?: boolean
}

/**
 * Maps a network to a chip.
 *
 * @throws MappingError saying what does not fit and which chip would do
 */
export function mapNetwork(network: Network, config: ChipConfig, options: MapOptions = {}): Program {
  const unpacked = lowerFor(network, config)
  const { lowered, patch } = packPatches(config, unpacked, options.patches)
  const schedule = searchSchedule(config, lowered, options)
  const { batch, passes, tensors } = schedule
  const idsOf = (plans: WrittenPass['plans']) => plans.map(({ plane }) => plane.layer.id)
  const between = hostBetween(
    unpacked.network,
    lowered,
    tensors,
    passes.map(({ plans }) => idsOf(plans)),
  )
  const readout = lowered.layers[lowered.layers.length - 1].readout!
  return {
    config,
    batch,
    classes: sumCount(network),
    encoding: { ...inputEncoding(network), patch },
    tensors,
    passes: passes.map(({ stream, outputBytes }) => ({ bytes: stream.length, outputBytes })),
    ...joinPasses(schedule),
    layers: layerInfos(unpacked.network, lowered, schedule),
    head: affineHead(network, readout),
    meta: {
      ...options.meta,
      model: network.name,
      inputScale: network.input.scale,
      schedule: passes.map(({ choice, plans }) => ({
        layers: plans.map(({ plane }) => plane.layer.name),
        ...(choice satisfies PassChoice),
      })),
      ...writeHostMeta(
        { readout, steps: network.head, stem: network.stem, between },
        { parts: hostParts(unpacked.network, unpacked), scores: network.classes },
      ),
    },
  }
}

/** Streams of all passes one behind the other, with the places of all slots. */
function joinPasses({ passes }: Schedule): Pick<Program, 'stream' | 'inputs' | 'outputs' | 'outputBytes'> {
  const stream = new Uint8Array(passes.reduce((sum, pass) => sum + pass.stream.length, 0))
  const inputs: Program['inputs'][number][] = []
  const outputs: Program['outputs'][number][] = []
  let [at, outputBytes] = [0, 0]
  for (const pass of passes) {
    stream.set(pass.stream, at)
    for (const slot of pass.inputs) inputs.push({ ...slot, byteOffset: at + slot.byteOffset })
    for (const slot of pass.outputs) outputs.push({ ...slot, byteOffset: outputBytes + slot.byteOffset })
    at += pass.stream.length
    outputBytes += pass.outputBytes
  }
  return { stream, inputs, outputs, outputBytes }
}

function inputEncoding({ input }: Network): Omit<InputEncoding, 'patch'> {
  const { map, byteOrder, thresholds, codes, levels } = input
  return {
    elements: map.channels * map.height * map.width,
    width: map.width,
    height: map.height,
    channels: map.channels,
    sourceOrder: byteOrder,
    planes: codePlanes(levels),
    thresholds,
    planeBits: codes,
  }
}

function layerInfos(network: Network, lowered: PlaneNetwork, schedule: Schedule): LayerInfo[] {
  const chip = chipInfos(network, lowered, schedule)
  const infos: LayerInfo[] = []
  for (let i = 0; i <= chip.length; i++) {
    infos.push(...network.segments.filter(({ before }) => before === i).map(hostInfo))
    if (i < chip.length) infos.push(chip[i])
  }
  return infos
}

/** What the host does between layers, as one of them. */
function hostInfo(segment: HostSegment): LayerInfo {
  const { id, inputs, needs, result } = segment
  const [from = needs[0]] = inputs
  return {
    name: id,
    kind: 'segment',
    place: 'host',
    inputShape: from.shape.slice(1),
    outputShape: result ? [result.map.channels, result.map.height, result.map.width] : from.shape.slice(1),
    actPlanes: result ? codePlanes(result.levels) : 1,
    weightPlanes: 1,
    macs: segmentMacs(segment),
    words: 0,
    instructions: [],
  }
}

function chipInfos(network: Network, { layers }: PlaneNetwork, { passes }: Schedule): LayerInfo[] {
  const shape = ({ channels, height, width }: MapShape) => [channels, height, width]
  return layers.map((plane, i) => {
    const source = network.layers[i]
    const pass = passes.findIndex(({ plans }) => plans.some(({ index }) => index === i))
    const plan = passes[pass].plans.find(({ index }) => index === i)!
    const ranges = passes[pass].ranges.get(plan) ?? []
    return {
      name: source.name,
      kind: source.kind,
      place: 'chip',
      inputShape: shape(source.input),
      outputShape: shape(resultMap(source)),
      actPlanes: plane.actPlanes,
      weightPlanes: plane.weights.exponents.length,
      macs: layerMacs(source),
      words: plan.issuedWords,
      instructions: ranges.map(({ first, last }): InstructionRange => ({ pass, first, last })),
    }
  })
}

/** The head as one factor and one constant a class, on the chip's sums; a softmax or relu is left out. */
function affineHead(network: Network, readout: Readout): HostHead {
  const { step, divisor, offset } = readout
  const sums = sumCount(network)
  const scale = new Array<number>(sums).fill(step / divisor)
  const pixels = sums / offset.length
  const constant = scale.map((_, c) => offset[Math.floor(c / pixels)] / divisor)
  for (const head of network.head) {
    if (!('values' in head)) break
    for (let c = 0; c < sums; c++) {
      const value = head.values[head.values.length === 1 ? 0 : c]
      const factor = { multiply: value, divide: 1 / value, subtractFrom: -1, add: 1, subtract: 1 }[head.op]
      const shift = { multiply: 0, divide: 0, subtractFrom: value, add: value, subtract: -value }[head.op]
      scale[c] *= factor
      constant[c] = constant[c] * factor + shift
    }
  }
  return { scale, offset: constant }
}
