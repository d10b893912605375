import type { UnsupportedError } from '../errors.js'
import type { SourceGraph } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import type { ChannelFunction } from './channel-function.js'
import type { InputScale, NetworkInput } from './network-input.js'

/** Raw bytes: 0..255. */
const BYTES = 256

export const SCALE_TEXT: Readonly<Record<InputScale, string>> = { unit: 'byte / 255', raw: 'bytes 0..255' }

/** The value that the network's input takes for a raw byte. */
export function inputValue(scale: InputScale, byte: number): number {
  return scale === 'raw' ? byte : Math.fround(byte / 255)
}

/** The tensor that enters the graph for some bytes, in the source's order. */
export function inputTensor(
  { shape, scale }: Pick<NetworkInput, 'shape' | 'scale'>,
  bytes: Uint8Array,
): Tensor {
  return { shape, data: Float64Array.from(bytes, (byte) => inputValue(scale, byte)) }
}

/** Decides how bytes enter: raw when the input is of an integer type or the graph itself divides by 255. */
export function guessInputScale(graph: SourceGraph, constants: ReadonlyMap<string, Tensor>): InputScale {
  if (graph.input.integer) return 'raw'
  let name = graph.input.name
  for (;;) {
    const node = graph.nodes.find(({ inputs }) => inputs.includes(name))
    if (node === undefined) return 'unit'
    const operator = findOperator(node)
    const moves = node.operator === 'Cast' || (typeof operator !== 'string' && operator.kind === 'move')
    if (moves && node.inputs[0] === name) {
      name = node.outputs[0]
      continue
    }
    const other = node.inputs[node.inputs[0] === name ? 1 : 0]
    const constant = constants.get(other ?? '')?.data
    if (node.operator === 'Div' && constant?.every((value) => value === 255)) return 'raw'
    const reciprocal = (value: number) => Math.abs(value * 255 - 1) < 1e-6
    return node.operator === 'Mul' && constant?.every(reciprocal) ? 'raw' : 'unit'
  }
}

/** Values that the input takes, by byte: as they are read, or as a stem gives them. */
export function entryValues(scale: InputScale): number[] {
  return Array.from({ length: BYTES }, (_, byte) => inputValue(scale, byte))
}

/** Codes that each byte has, by class of elements, and the values behind the codes, ascending. */
export interface InputCurves {
  readonly values: readonly number[]
  /** Whether a quantiser made the values. */
  readonly quantised: boolean
  /** [class][byte]. */
  readonly codes: readonly (readonly number[])[]
}

/**
 * Evaluates everything in front of the first layer for all bytes.
 *
 * @param entries - value that enters for each byte
 * @param source - what is taken as the entries, for errors
 * @param refuseHere - makes the error when the input is not quantised
 */
export function inputCurves(
  f: ChannelFunction,
  entries: readonly number[],
  source: string,
  refuseHere: (reason: string) => UnsupportedError,
): InputCurves {
  const classes = f.channels
  const table = entries.map((entry) => f.at(new Float64Array(classes).fill(entry)))
  const levels = f.levels()
  const lists = levels ?? table.map((row) => [...new Set(row)])
  const values = [...new Set(lists.flat())].sort((a, b) => a - b)
  if (values.length < 2 || values.length > BYTES) {
    throw refuseHere('its input is not quantised to equally spaced levels')
  }
  const codeOf = new Map(values.map((value, code) => [value, code]))
  const codes = Array.from({ length: classes }, (_, c) => table.map((row) => codeOf.get(row[c]) ?? -1))
  if (codes.some((curve) => curve.includes(-1))) throw refuseHere('its input has values off its levels')
  if (codes.every((curve) => curve.every((code) => code === curve[0]))) {
    throw refuseHere(`its input does not depend on the image, which is taken as ${source}`)
  }
  return { values, quantised: levels !== undefined, codes }
}

/** Thresholds and codes from the code of each byte, one list for all elements or several. */
export function thresholdsOf(
  curves: readonly (readonly number[])[],
  count: number,
  refuseHere: (reason: string) => UnsupportedError,
): Pick<NetworkInput, 'thresholds' | 'codes'> {
  const [first] = curves
  if (curves.every((curve) => curve === first || curve.every((code, byte) => code === first[byte]))) {
    const changes = first.flatMap((code, byte) => (byte > 0 && code !== first[byte - 1] ? [byte] : []))
    return { thresholds: [changes], codes: [first[0], ...changes.map((byte) => first[byte])] }
  }
  const thresholds = curves.map((curve) => {
    if (curve.some((code, byte) => byte > 0 && code < curve[byte - 1])) {
      throw refuseHere('its input falls with the byte in some elements and differs between elements')
    }
    return Array.from({ length: count - 1 }, (_, level) => {
      const byte = curve.findIndex((code) => code > level)
      return byte < 0 ? BYTES : byte
    })
  })
  return { thresholds, codes: Array.from({ length: count }, (_, code) => code) }
}
