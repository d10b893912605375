import { chipGeometry } from '../config/geometry.js'
import { parseStream, type StreamItem } from '../stream/parse.js'
import { ProgramError } from './header.js'
import type { Program } from './program.js'

/**
 * Checks that the parts of a program fit together.
 *
 * @throws ProgramError naming the first contradiction, StreamError when the stream is not one for its chip
 */
export function checkProgram(program: Program, where: string): void {
  const items = parseStream(program.config, program.stream)
  const why =
    encodingFault(program) ??
    inputFault(program, items) ??
    outputFault(program, items) ??
    layerFault(program, items) ??
    headFault(program)
  if (why) throw new ProgramError(where, why)
}

function encodingFault({ encoding }: Program): string | undefined {
  const { elements, pixels, channels, planes, thresholds, planeBits } = encoding
  if (elements !== pixels * channels) return `encoding.elements ${elements} is not pixels × channels`
  if (thresholds.length !== 1 && thresholds.length !== channels) {
    return `encoding.thresholds has ${thresholds.length} lists, legal: 1 or ${channels}`
  }
  for (const list of thresholds) {
    if (list.length + 1 !== planeBits.length) return 'encoding.planeBits has not one entry a code'
    if (list.some((value, i) => i > 0 && value < list[i - 1]!)) return 'encoding.thresholds do not ascend'
  }
  if (planeBits.some((bits) => bits >= 2 ** planes))
    return `encoding.planeBits has more than ${planes} planes`
  return undefined
}

function inputFault(program: Program, items: readonly StreamItem[]): string | undefined {
  const { config, batch, encoding, inputs } = program
  const loads = items.filter(({ instruction }) => instruction.op === 'LOAD_ACT')
  const words = encoding.planes * encoding.pixels * Math.ceil(encoding.channels / config.lanes)
  const packedBytes = words * chipGeometry(config).wordBytes
  for (const [i, { input, byteOffset, bytes, packedOffset }] of inputs.entries()) {
    if (input >= batch) return `inputs.${i}.input ${input} is not in the batch of ${batch}`
    if (packedOffset + bytes > packedBytes) {
      return `inputs.${i} ends beyond the ${packedBytes} packed bytes of an input`
    }
    const end = byteOffset + bytes
    const inside = (load: StreamItem) =>
      byteOffset >= load.payloadOffset && end <= load.payloadOffset + load.payloadBytes
    if (!loads.some(inside)) return `inputs.${i} does not lie in the payload of one LOAD_ACT`
  }
  const served = new Set(inputs.map(({ input }) => input))
  return served.size === batch
    ? undefined
    : `inputs has slots for ${served.size} inputs of a batch of ${batch}`
}

function outputFault(program: Program, items: readonly StreamItem[]): string | undefined {
  const { config, batch, classes, outputs, outputBytes } = program
  const { wordBytes } = chipGeometry(config)
  let stored = 0
  for (const { instruction } of items) if (instruction.op === 'STORE') stored += instruction.count * wordBytes
  if (stored !== outputBytes) return `outputBytes is ${outputBytes}, but the stream stores ${stored}`
  const found = new Array<number>(batch).fill(0)
  for (const [i, slot] of outputs.entries()) {
    if (slot.input >= batch) return `outputs.${i}.input ${slot.input} is not in the batch of ${batch}`
    if (slot.byteOffset + slot.bytes > outputBytes) return `outputs.${i} ends beyond the output stream`
    const bytes = slot.planes * Math.ceil(slot.classes / config.lanes) * wordBytes
    if (slot.bytes !== bytes)
      return `outputs.${i}.bytes is ${slot.bytes}, its planes and classes take ${bytes}`
    if (slot.firstClass + slot.classes > classes) return `outputs.${i} has classes beyond ${classes}`
    found[slot.input]! += slot.classes
  }
  const short = found.findIndex((count) => count !== classes)
  return short < 0 ? undefined : `outputs has ${found[short]} classes of input ${short}, legal: ${classes}`
}

function layerFault({ layers }: Program, items: readonly StreamItem[]): string | undefined {
  const i = layers.findIndex(({ instructions }) =>
    instructions.some(({ first, last }) => first > last || last >= items.length),
  )
  return i < 0
    ? undefined
    : `layers.${i}.instructions lie outside the ${items.length} instructions of the stream`
}

function headFault({ head, classes }: Program): string | undefined {
  if (head.scale.length === classes && head.offset.length === classes) return undefined
  return `head is not for ${classes} classes`
}
