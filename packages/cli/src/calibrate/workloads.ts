import { type ChipConfig, chipGeometry, StreamWriter } from '@concord/arch'
import { Execution, MappingError, mapNetwork, type Network, placeNetwork } from '@concord/mapper'
import { type LayerShape, layerProgram, wordsOf } from './layer-program.js'
import { RandomBits } from './random-bits.js'

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

const PLAIN = { kernel: 1, planes: 1, pool: 1, thresholds: 1, outPlanes: 1, runsPerLoad: 1, split: false }

/** Enough rounds that no workload ends before its cycles do. */
const ROUNDS = 200

function denseShape({ rows, weightDepth, actWords }: ChipConfig): LayerShape {
  const groups = Math.min(weightDepth, actWords)
  const width = Math.max(1, Math.min(4, Math.floor(actWords / Math.max(groups, rows))))
  return { ...PLAIN, width, height: 1, groups, rowsUsed: rows, rounds: ROUNDS }
}

/** Side of the largest square map that leaves room for the words of its output. */
function mapSide(config: ChipConfig, wordsPerPixel: number, multiple = 1): number {
  const side = Math.floor(Math.sqrt(config.actWords / wordsPerPixel))
  return Math.max(multiple, Math.min(8, side - (side % multiple)))
}

function outWordsPerPixel(config: ChipConfig, rowsUsed: number): number {
  return Math.ceil(rowsUsed / chipGeometry(config).segment)
}

function kernelFor(weightDepth: number): number {
  return weightDepth >= 9 ? 3 : 1
}

function convolutionShape(config: ChipConfig): LayerShape {
  const side = mapSide(config, outWordsPerPixel(config, config.rows))
  const kernel = kernelFor(config.weightDepth)
  return {
    ...PLAIN,
    width: side,
    height: side,
    groups: 1,
    kernel,
    rowsUsed: config.rows,
    runsPerLoad: 3,
    rounds: ROUNDS,
  }
}

function planesShape(config: ChipConfig): LayerShape {
  const planes = Math.min(2, config.pairDepth)
  const thresholds = Math.min(3, config.paramDepth)
  const outPlanes = thresholds === 1 ? 1 : 2
  const rowsUsed = Math.max(1, config.rows >> 1)
  const words = Math.max(planes, outPlanes * outWordsPerPixel(config, rowsUsed))
  const side = mapSide(config, words, 2)
  const kernel = kernelFor(config.weightDepth)
  return {
    ...PLAIN,
    ...{ width: side, height: side, groups: 1, kernel, planes, thresholds, outPlanes, rowsUsed },
    ...{ pool: 2, runsPerLoad: 2, rounds: ROUNDS },
  }
}

function sumsShape(config: ChipConfig): LayerShape {
  const { accDepth, actWords, rows, weightDepth } = config
  const groups = Math.min(2, weightDepth)
  const words = Math.max(groups, outWordsPerPixel(config, rows))
  const width = Math.max(1, Math.min(accDepth, Math.floor(actWords / words)))
  return { ...PLAIN, width, height: 1, groups, rowsUsed: rows, split: true, rounds: ROUNDS }
}

/** Rows whose values fit into the wide bank. */
function wideRows({ rows, postLanes, residualWords }: ChipConfig): number {
  return Math.min(rows, postLanes * residualWords)
}

function scaledShape(config: ChipConfig): LayerShape {
  const parameters = Math.min(2, config.paramDepth)
  const thresholds = Math.min(1, config.paramDepth - parameters)
  return {
    ...denseShape(config),
    ...{ rowsUsed: wideRows(config), thresholds, outPlanes: thresholds },
    scale: {
      operations: { shift: 3, multiply: 1, add: parameters - 1, residual: 1, write: 1 },
      ...{ parameters, fromWide: false },
    },
  }
}

function averagedShape(config: ChipConfig): LayerShape {
  const rowsUsed = wideRows(config)
  const side = mapSide(config, 2 * outWordsPerPixel(config, rowsUsed), 2)
  const parameters = Math.min(2, config.paramDepth)
  return {
    ...PLAIN,
    ...{ width: side, height: side, groups: 1, kernel: kernelFor(config.weightDepth), pool: 2 },
    ...{ rowsUsed, thresholds: 0, outPlanes: 2, rounds: ROUNDS },
    scale: {
      operations: { shift: 1, residual: 1, slope: 1, slopeShift: 4, offset: parameters - 1, write: 1 },
      ...{ parameters, fromWide: false },
    },
  }
}

function gatedShape(config: ChipConfig): LayerShape {
  const rowsUsed = wideRows(config)
  const width = Math.min(4, Math.floor(config.residualWords / wordsOf(config, rowsUsed)))
  return {
    ...PLAIN,
    ...{ width, height: 1, groups: 1, rowsUsed, thresholds: 0, outPlanes: 0, runsPerLoad: 6, rounds: ROUNDS },
    scale: {
      operations: { shift: 4, multiply: 1, function: 2, gate: 1, accumulate: 1, write: 1 },
      ...{ parameters: 1, fromWide: true },
    },
  }
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
