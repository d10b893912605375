import type { UnsupportedError } from '../errors.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { findLevels } from './levels.js'
import type { InputScale, NetworkInput } from './network.js'
import type { PathNode } from './path.js'
import type { Segment } from './segment.js'

/** Raw bytes: 0..255. */
const BYTES = 256

const SCALE_TEXT: Readonly<Record<InputScale, string>> = { unit: 'byte / 255', raw: 'bytes 0..255' }

/** The value that the network's input takes for a raw byte. */
export function inputValue(scale: InputScale, byte: number): number {
  return scale === 'raw' ? byte : Math.fround(byte / 255)
}

/**
 * Decides how bytes enter: raw when the input is of an integer type or the graph itself divides by 255.
 *
 * @param path - nodes up to the first layer
 */
export function guessInputScale(
  path: readonly PathNode[],
  integerInput: boolean,
  constants: ReadonlyMap<string, Tensor>,
): InputScale {
  if (integerInput) return 'raw'
  const first = path.find(({ kind, node }) => kind !== 'move' && node.operator !== 'Cast')
  if (first === undefined) return 'unit'
  const constant = constants.get(first.node.inputs[1 - first.operand])?.data
  if (first.node.operator === 'Div' && constant?.every((value) => value === 255)) return 'raw'
  const reciprocal = (value: number) => Math.abs(value * 255 - 1) < 1e-6
  return first.node.operator === 'Mul' && constant?.every(reciprocal) ? 'raw' : 'unit'
}

/**
 * Folds everything in front of the first layer into thresholds on the raw byte, by evaluating all 256 bytes.
 *
 * @param segment - from the graph's input to the first layer
 * @param refuseHere - makes the error when the input is not quantised
 */
export function inputCode(
  segment: Segment,
  scale: InputScale,
  refuseHere: (reason: string) => UnsupportedError,
): NetworkInput {
  const elements = elementCount(segment.shape)
  const table = Array.from({ length: BYTES }, (_, byte) =>
    segment.run(new Float64Array(elements).fill(inputValue(scale, byte))).data.slice(),
  )
  const order = segment.order()
  const values =
    segment.levelValues() ?? [...new Set(table.flatMap((row) => [...new Set(row)]))].sort((a, b) => a - b)
  const levels = values.length > 1 && values.length <= BYTES ? findLevels(values) : undefined
  if (levels === undefined) throw refuseHere('its input is not quantised to equally spaced levels')
  const codeOf = new Map(values.map((value, code) => [value, code]))
  const positions = new Int32Array(elements)
  for (const [position, element] of order.entries()) positions[element] = position
  const curves = Array.from(positions, (position) => table.map((row) => codeOf.get(row[position]) ?? -1))
  if (curves.some((curve) => curve.includes(-1))) throw refuseHere('its input has values off its levels')
  if (curves.every((curve) => curve.every((code) => code === curve[0]))) {
    throw refuseHere(`its input does not depend on the image, which is taken as ${SCALE_TEXT[scale]}`)
  }
  return {
    id: segment.input,
    tensor: segment.output,
    shape: segment.shape,
    elements,
    map: { channels: elements, height: 1, width: 1 },
    byteOrder: 'channelsLast',
    scale,
    levels,
    ...thresholdsOf(curves, levels.count, refuseHere),
  }
}

/** Thresholds and codes from the code of each byte, by element. */
function thresholdsOf(
  curves: readonly (readonly number[])[],
  count: number,
  refuseHere: (reason: string) => UnsupportedError,
): Pick<NetworkInput, 'thresholds' | 'codes'> {
  const [first] = curves
  if (curves.every((curve) => curve.every((code, byte) => code === first[byte]))) {
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
