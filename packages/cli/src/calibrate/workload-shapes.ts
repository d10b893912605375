import { type ChipConfig, chipGeometry } from '@concord/arch'
import { type LayerShape, wordsOf } from './layer-program.js'

const PLAIN = { kernel: 1, planes: 1, pool: 1, thresholds: 1, outPlanes: 1, runsPerLoad: 1, split: false }

/** Enough rounds that no workload ends before its cycles do. */
export const ROUNDS = 200

/** Fully connected layers. */
export function denseShape({ rows, weightDepth, actWords }: ChipConfig): LayerShape {
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

/** A convolution on a map as large as the banks hold. */
export function convolutionShape(config: ChipConfig): LayerShape {
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

/** Two planes, several thresholds, pooling, on half of the rows. */
export function planesShape(config: ChipConfig): LayerShape {
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

/** Groups in two RUNs, with sums in the accumulator file in between. */
export function sumsShape(config: ChipConfig): LayerShape {
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

/** A dense layer with SCALE: a factor, a residual, and thresholds where there is room for them. */
export function scaledShape(config: ChipConfig): LayerShape {
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

/** A convolution with SCALE: average pooling, a slope and clamped codes. */
export function averagedShape(config: ChipConfig): LayerShape {
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

/** SCALE on values of the wide bank: tables, gates and accumulation. */
export function gatedShape(config: ChipConfig): LayerShape {
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
