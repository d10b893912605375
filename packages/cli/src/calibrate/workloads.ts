import { type ChipConfig, chipGeometry, StreamWriter } from '@concord/arch'
import { Execution, MappingError, mapNetwork, type Network, placeNetwork } from '@concord/mapper'
import { layerProgram } from './layer-program.js'
import { RandomBits } from './random-bits.js'
import {
  averagedShape,
  convolutionShape,
  denseShape,
  gatedShape,
  planesShape,
  ROUNDS,
  scaledShape,
  sumsShape,
} from './workload-shapes.js'

/** A program on which power is compared. */
export interface Workload {
  readonly stream: Uint8Array
  /** A beat is offered every so many cycles. */
  readonly inputInterval: number
}

/** Cycles of each workload that are compared. */
export const WORKLOAD_CYCLES = 2000

/** Workloads that coefficients are fitted on. */
export const TRAINING_WORKLOADS = ['dense', 'convolution', 'stream', 'scaled'] as const
/** Workloads that the fit never sees. */
export const HELD_OUT_WORKLOADS = ['planes', 'sums', 'mnist', 'averaged', 'gated'] as const
export const WORKLOADS = [...TRAINING_WORKLOADS, ...HELD_OUT_WORKLOADS] as const

export type WorkloadName = (typeof WORKLOADS)[number]

/** What each workload is. */
export const WORKLOAD_MEANINGS: Readonly<Record<WorkloadName, string>> = {
  dense: 'fully connected layers on random bits: weights of the next layer load while one computes',
  convolution: 'a convolution with skipped padding on long runs of equal bits; weights are used often',
  stream: 'maps go in and come back, nothing is computed',
  planes: 'two-plane inputs, several thresholds, pooling, half of the rows; few ones',
  sums: 'partial sums through the accumulator file, and a host that offers a beat every third cycle',
  mnist: 'models/mnist-mlp.onnx on the first MNIST test image',
  scaled: 'chips with SCALE: dense layers times a factor, plus a residual, with and without thresholds',
  averaged:
    'chips with SCALE: average pooling behind a convolution, a slope for negative values, clamped codes',
  gated: 'chips with vector: tables, gates and accumulation on values of the wide bank',
}

/** A trained network with the bytes of one input. */
export interface NetworkInput {
  readonly network: Network
  readonly image: Uint8Array
}

/** The workloads that a chip has the units and the room for. */
export function workloadsFor(config: ChipConfig, mnist: NetworkInput): Map<WorkloadName, Workload> {
  const workloads = new Map<WorkloadName, Workload>()
  const data = (seed: number, ones: number, runLength?: number) => ({
    acts: new RandomBits(seed, ones, runLength),
    weights: new RandomBits(seed + 1, 0.5),
  })
  const add = (name: WorkloadName, stream: Uint8Array, inputInterval = 1): void => {
    workloads.set(name, { stream, inputInterval })
  }
  add('dense', layerProgram(config, denseShape(config), data(1, 0.5)))
  add('convolution', layerProgram(config, convolutionShape(config), data(3, 0.35, 12)))
  add('stream', streamProgram(config, new RandomBits(5, 0.4, 5)))
  add('planes', layerProgram(config, planesShape(config), data(7, 0.15, 4)))
  add('sums', layerProgram(config, sumsShape(config), data(9, 0.6, 3)), 3)
  if (config.residualWords > 0) {
    add('scaled', layerProgram(config, scaledShape(config), data(11, 0.45)))
    add('averaged', layerProgram(config, averagedShape(config), data(13, 0.3, 5)))
  }
  if (config.vector) add('gated', layerProgram(config, gatedShape(config), data(15, 0.5, 2)))
  const network = networkStream(config, mnist)
  if (network !== undefined) add('mnist', network)
  return workloads
}

function streamProgram(config: ChipConfig, bits: RandomBits): Uint8Array {
  const { wordBytes } = chipGeometry(config)
  const count = Math.min(16, config.actWords)
  const writer = new StreamWriter(config).begin()
  for (let round = 0; round < ROUNDS; round++) {
    const bank = round % 2
    if (round >= 2) writer.instruction({ op: 'TAKE', engine: 'load', bank })
    writer
      .instruction({ op: 'LOAD_ACT', bank, count })
      .words(bits.bytes(count * wordBytes))
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'store' })
      .instruction({ op: 'TAKE', engine: 'store', bank })
      .instruction({ op: 'STORE', bank, count })
      .instruction({ op: 'GIVE', engine: 'store', bank, to: 'load' })
  }
  return writer.end().bytes()
}

/** The mapped network with its input in place; undefined when the chip has no room for it. */
function networkStream(config: ChipConfig, { network, image }: NetworkInput): Uint8Array | undefined {
  try {
    const execution = new Execution(
      mapNetwork(placeNetwork(network, config), config, { batch: 1, onePass: true }),
    )
    execution.setInput(0, image)
    return execution.stream(0)
  } catch (error) {
    if (error instanceof MappingError) return undefined
    throw error
  }
}
