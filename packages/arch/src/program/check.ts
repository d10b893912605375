import { chipGeometry } from '../config/geometry.js'
import { parseStream } from '../stream/parse.js'
import type { Program } from './program.js'

/**
 * Checks that the parts of a program fit together.
 *
 * @returns the first contradiction, or undefined
 * @throws StreamError when the stream is not one for the program's chip
 */
export function programContradiction(program: Program): string | undefined {
  const { batch, classes, encoding, inputs, outputs, outputBytes, layers, head, stream, config } = program
  const { pixels, channels, planes, thresholds, planeBits, elements } = encoding
  const items = parseStream(config, stream)
  const groups = Math.ceil(channels / config.lanes)
  const { wordBytes, beatBytes } = chipGeometry(config)
  const packedBytes = planes * pixels * groups * wordBytes
  if (elements !== pixels * channels) return `encoding.elements ${elements} is not pixels × channels`
  if (thresholds.length !== 1 && thresholds.length !== channels) {
    return `encoding.thresholds has ${thresholds.length} lists, legal: 1 or ${channels}`
  }
  for (const list of thresholds) {
    if (list.length + 1 !== planeBits.length) return 'encoding.planeBits does not have one entry a code'
    if (list.some((value, i) => i > 0 && value < list[i - 1]!)) return 'encoding.thresholds do not ascend'
  }
  if (planeBits.some((bits) => bits >= 2 ** planes))
    return 'encoding.planeBits has more planes than there are'
  const payload = new Set<number>()
  for (const item of items) if (item.instruction.op === 'LOAD_ACT') payload.add(item.index)
  const loads = items.filter((item) => payload.has(item.index))
  for (const [i, slot] of inputs.entries()) {
    const end = slot.byteOffset + slot.bytes
    const inside = loads.some(
      (l) => slot.byteOffset >= l.payloadOffset && end <= l.payloadOffset + l.payloadBytes,
    )
    if (!inside) return `inputs.${i} does not lie in the payload of a LOAD_ACT`
    if (slot.input >= batch) return `inputs.${i}.input ${slot.input} is not in the batch of ${batch}`
    if (slot.packedOffset + slot.bytes > packedBytes) {
      return `inputs.${i} ends beyond the ${packedBytes} packed bytes of an input`
    }
  }
  let stored = 0
  for (const { instruction } of items) if (instruction.op === 'STORE') stored += instruction.count * wordBytes
  if (stored !== outputBytes) return `outputBytes ${outputBytes}, but the stream stores ${stored}`
  for (const [i, slot] of outputs.entries()) {
    if (slot.input >= batch) return `outputs.${i}.input ${slot.input} is not in the batch of ${batch}`
    if (slot.byteOffset + slot.bytes > outputBytes) return `outputs.${i} ends beyond the output stream`
    if (slot.bytes !== slot.planes * Math.ceil(slot.classes / config.lanes) * wordBytes) {
      return `outputs.${i}.bytes ${slot.bytes} is not planes × words`
    }
    if (slot.firstClass + slot.classes > classes) return `outputs.${i} has classes beyond ${classes}`
  }
  for (const [i, layer] of layers.entries()) {
    if (layer.instructions.some(({ first, last }) => first > last || last >= items.length)) {
      return `layers.${i}.instructions lie outside the stream`
    }
  }
  if (head.scale.length !== classes || head.offset.length !== classes)
    return `head is not for ${classes} classes`
  return stream.length % beatBytes === 0 ? undefined : 'stream is not whole beats'
}
