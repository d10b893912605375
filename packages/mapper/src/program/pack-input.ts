import type { InputEncoding, Program } from '@concord/arch'
import { DataError } from '../errors.js'
import { slotsOf } from './slots.js'

const BYTES = 256

/** Code of every byte, by threshold list. */
const CODES = new WeakMap<InputEncoding, readonly Uint16Array[]>()

function codeTables(encoding: InputEncoding): readonly Uint16Array[] {
  const known = CODES.get(encoding)
  if (known !== undefined) return known
  const tables = encoding.thresholds.map((list) =>
    Uint16Array.from({ length: BYTES }, (_, byte) => {
      const count = list.filter((threshold) => threshold <= byte).length
      return encoding.planeBits[count]
    }),
  )
  CODES.set(encoding, tables)
  return tables
}

/**
 * Packs one input into activation words: plane by plane, in a plane pixel by pixel, in a pixel group by group.
 *
 * @param pixels - raw bytes, `encoding.elements` of them
 * @throws DataError when the input has another size
 */
export function encodeInput(program: Program, pixels: Uint8Array): Uint8Array {
  const { encoding, config } = program
  const { elements, pixels: places, channels, planes, sourceOrder } = encoding
  if (pixels.length !== elements) {
    throw new DataError(
      'Wrong input size',
      'input of the program',
      `${pixels.length} bytes, the network takes ${elements}`,
      'give images of the size that the network was trained for',
    )
  }
  const tables = codeTables(encoding)
  const groups = Math.ceil(channels / config.lanes)
  const placeBytes = (groups * config.lanes) / 8
  const packed = new Uint8Array(planes * places * placeBytes)
  for (let place = 0; place < places; place++) {
    for (let channel = 0; channel < channels; channel++) {
      const source = sourceOrder === 'channelsLast' ? place * channels + channel : channel * places + place
      let bits = tables[tables.length === 1 ? 0 : channel][pixels[source]]
      for (let plane = 0; bits !== 0; plane++, bits >>>= 1) {
        if (bits & 1) packed[(plane * places + place) * placeBytes + (channel >>> 3)] |= 1 << (channel & 7)
      }
    }
  }
  return packed
}

/** Bytes that go to one place of a stream. */
export interface InputPatch {
  readonly byteOffset: number
  readonly bytes: Uint8Array
}

/**
 * What one input puts where in the stream.
 *
 * @param index - 0..batch − 1
 * @throws DataError when there is no such input or it has another size
 */
export function inputPatches(program: Program, index: number, pixels: Uint8Array): InputPatch[] {
  const { inputs } = slotsOf(program, index)
  const packed = encodeInput(program, pixels)
  return inputs.map(({ byteOffset, packedOffset, bytes }) => ({
    byteOffset,
    bytes: packed.subarray(packedOffset, packedOffset + bytes),
  }))
}

/** Writes one input into its slots of a stream, the program's own unless another is given. */
export function packInput(
  program: Program,
  index: number,
  pixels: Uint8Array,
  stream: Uint8Array = program.stream,
): void {
  for (const { byteOffset, bytes } of inputPatches(program, index, pixels)) stream.set(bytes, byteOffset)
}
