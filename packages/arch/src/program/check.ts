import { chipGeometry } from '../config/geometry.js'
import { parseStream } from '../stream/parse.js'
import { bankWordBytes } from '../stream/payload.js'
import type { StreamItem } from '../stream/stream-item.js'
import { ProgramError } from './header.js'
import { programPasses, resultTensor, tensorBytes } from './passes.js'
import type { InputEncoding, Program, Slot } from './program.js'

/**
 * Checks that the parts of a program fit together.
 *
 * @throws ProgramError naming the first contradiction, StreamError when a pass is no stream for its chip
 */
export function checkProgram(program: Program, where: string): void {
  const cut = streamFault(program)
  if (cut) throw new ProgramError(where, cut)
  const passes = programPasses(program).map(({ stream }) => parseStream(program.config, stream))
  const why =
    encodingFault(program) ??
    outputBytesFault(program, passes) ??
    inputFault(program, passes) ??
    outputFault(program) ??
    layerFault(program, passes) ??
    headFault(program)
  if (why) throw new ProgramError(where, why)
}

function streamFault({ passes, stream }: Program): string | undefined {
  const bytes = passes.reduce((sum, pass) => sum + pass.bytes, 0)
  return bytes === stream.length ? undefined : `passes take ${bytes} bytes, the stream has ${stream.length}`
}

function encodingFault({ encoding, tensors }: Program): string | undefined {
  const { elements, width, height, channels, planes, thresholds, planeBits, patch } = encoding
  if (elements !== width * height * channels) {
    return `encoding.elements ${elements} is not width × height × channels`
  }
  if (![1, channels, elements].includes(thresholds.length)) {
    return `encoding.thresholds has ${thresholds.length} lists, legal: 1, ${channels} or ${elements}`
  }
  for (const list of thresholds) {
    if (list.length + 1 !== planeBits.length) return 'encoding.planeBits has not one entry a code'
    if (list.some((value, i) => i > 0 && value < list[i - 1]!)) return 'encoding.thresholds do not ascend'
  }
  if (planeBits.some((bits) => bits >= 2 ** planes))
    return `encoding.planeBits has more than ${planes} planes`
  if (patch && ![0, channels].includes(patch.padCodes.length)) {
    return `encoding.patch.padCodes has ${patch.padCodes.length} codes, legal: 0 or ${channels}`
  }
  const packed = packedMap(encoding)
  const [input] = tensors
  const fits =
    input!.width === packed.width &&
    input!.height === packed.height &&
    input!.channels === packed.channels &&
    input!.planes === planes
  return fits ? undefined : 'tensors.0 is not the packed input'
}

function packedMap({ width, height, channels, patch }: InputEncoding) {
  if (patch === null) return { width, height, channels }
  const taps = patch.kernelWidth * patch.kernelHeight
  return { width: patch.width, height: patch.height, channels: taps * channels }
}

function outputBytesFault(program: Program, passes: readonly StreamItem[][]): string | undefined {
  const geometry = chipGeometry(program.config)
  let sum = 0
  for (const [i, items] of passes.entries()) {
    const { outputBytes } = program.passes[i]!
    let stored = 0
    for (const { instruction } of items) {
      if (instruction.op !== 'STORE') continue
      stored += instruction.count * bankWordBytes(geometry, instruction.bank)
    }
    if (stored !== outputBytes) {
      return `passes.${i}.outputBytes is ${outputBytes}, but its stream stores ${stored}`
    }
    sum += stored
  }
  return sum === program.outputBytes
    ? undefined
    : `outputBytes is ${program.outputBytes}, but the passes store ${sum}`
}

function slotFault(program: Program, slot: Slot): string | undefined {
  const { input, tensor, bytes, lines, tensorOffset, tensorStep } = slot
  if (input >= program.batch) return `input ${input} is not in the batch of ${program.batch}`
  const held = program.tensors[tensor]
  if (held === undefined) return `tensor ${tensor} is not one of ${program.tensors.length}`
  const size = tensorBytes(program.config, held)
  if (tensorOffset + (lines - 1) * tensorStep + bytes > size)
    return `it ends beyond the ${size} bytes of its tensor`
  return undefined
}

function inputFault(program: Program, passes: readonly StreamItem[][]): string | undefined {
  const loads = programPasses(program).flatMap(({ index, byteOffset }) =>
    passes[index]!.flatMap(({ instruction, payloadOffset, payloadBytes }) => {
      const first = byteOffset + payloadOffset
      return instruction.op === 'LOAD_ACT' ? [{ first, end: first + payloadBytes }] : []
    }),
  )
  const served = new Set<number>()
  for (const [i, slot] of program.inputs.entries()) {
    const fault = slotFault(program, slot)
    if (fault) return `inputs.${i}: ${fault}`
    const end = slot.byteOffset + (slot.lines - 1) * slot.byteStep + slot.bytes
    if (!inside(loads, slot.byteOffset, end)) return `inputs.${i} does not lie in the payload of one LOAD_ACT`
    if (slot.tensor === 0) served.add(slot.input)
  }
  return served.size === program.batch
    ? undefined
    : `inputs has slots for ${served.size} inputs of a batch of ${program.batch}`
}

/** Whether first..end lies in one of some ascending ranges. */
function inside(
  ranges: readonly { readonly first: number; readonly end: number }[],
  first: number,
  end: number,
): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ranges[middle]!.first <= first) low = middle + 1
    else high = middle
  }
  return low > 0 && end <= ranges[low - 1]!.end
}

function outputFault(program: Program): string | undefined {
  const { config, batch, classes, outputs, outputBytes, tensors } = program
  const result = resultTensor(program)
  const { width, height, channels } = tensors[result]!
  if (width * height * channels !== classes) return `the results are not ${classes} classes`
  const found = new Array<number>(batch).fill(0)
  for (const [i, slot] of outputs.entries()) {
    const fault = slotFault(program, slot)
    if (fault) return `outputs.${i}: ${fault}`
    const end = slot.byteOffset + (slot.lines - 1) * slot.byteStep + slot.bytes
    if (end > outputBytes) return `outputs.${i} ends beyond the output stream`
    if (slot.tensor === 0) return `outputs.${i} overwrites the input`
    if (slot.tensor === result) found[slot.input]! += slot.lines * slot.bytes
  }
  const bytes = tensorBytes(config, tensors[result]!)
  const short = found.findIndex((count) => count !== bytes)
  return short < 0
    ? undefined
    : `outputs has ${found[short]} bytes of results of input ${short}, legal: ${bytes}`
}

function layerFault({ layers }: Program, passes: readonly StreamItem[][]): string | undefined {
  const i = layers.findIndex(({ instructions }) =>
    instructions.some(({ pass, first, last }) => first > last || last >= (passes[pass]?.length ?? 0)),
  )
  return i < 0 ? undefined : `layers.${i}.instructions lie outside the instructions of their pass`
}

function headFault({ head, classes }: Program): string | undefined {
  if (head.scale.length === classes && head.offset.length === classes) return undefined
  return `head is not for ${classes} classes`
}
