import {
  type ChipConfig,
  chipGeometry,
  type HostTensor,
  type InputEncoding,
  type Program,
  tensorBytes,
} from '@concord/arch'
import { DataError } from '../errors.js'
import type { Kept } from '../network/kept.js'
import { runStem, runWideStem } from '../network/stem.js'
import { readStem } from './host-meta.js'

const BYTES = 256

/** Planes of every byte, by threshold list. */
const PLANES = new WeakMap<InputEncoding, readonly Uint16Array[]>()

function planeTables(encoding: InputEncoding): readonly Uint16Array[] {
  const known = PLANES.get(encoding)
  if (known !== undefined) return known
  const tables = encoding.thresholds.map((list) =>
    Uint16Array.from({ length: BYTES }, (_, byte) => {
      const count = list.filter((threshold) => threshold <= byte).length
      return encoding.planeBits[count]
    }),
  )
  PLANES.set(encoding, tables)
  return tables
}

/**
 * Packs one input into the words of tensor 0: pixel by pixel, in a pixel plane by plane, in a plane group by group.
 *
 * @param bytes - raw bytes, {@link inputBytes} of them
 * @param kept - takes what later parts of the host need
 * @throws DataError when the input has another size
 */
export function encodeInput(program: Program, bytes: Uint8Array, kept?: Kept): Uint8Array {
  const stem = readStem(program)
  if (stem?.wideUnit !== undefined) return packWide(program, runWideStem(stem, bytes))
  const pixels = stem ? runStem(stem, bytes, kept) : bytes
  const { encoding, config, tensors } = program
  const { elements, width, height, channels, planes, patch } = encoding
  if (pixels.length !== elements) {
    throw new DataError(
      'Wrong input size',
      'input of the program',
      `${pixels.length} bytes, the network takes ${elements}`,
      'give images of the size that the network was trained for',
    )
  }
  const bits = elementPlanes(encoding, pixels)
  const packed = new Uint8Array(tensorBytes(config, tensors[0]))
  const planeBytes = (Math.ceil(tensors[0].channels / config.lanes) * config.lanes) / 8
  const put = (pixel: number, channel: number, value: number) => {
    const at = pixel * planes * planeBytes + (channel >>> 3)
    for (let plane = 0, rest = value; rest !== 0; plane++, rest >>>= 1) {
      if (rest & 1) packed[at + plane * planeBytes] |= 1 << (channel & 7)
    }
  }
  if (patch === null) {
    for (let pixel = 0, at = 0; pixel < width * height; pixel++) {
      for (let channel = 0; channel < channels; channel++, at++) put(pixel, channel, bits[at])
    }
    return packed
  }
  const { kernelWidth, kernelHeight, strideX, strideY, dilationX, dilationY, left, top, padCodes } = patch
  for (let py = 0; py < patch.height; py++) {
    for (let px = 0; px < patch.width; px++) {
      let tap = 0
      for (let ky = 0; ky < kernelHeight; ky++) {
        for (let kx = 0; kx < kernelWidth; kx++, tap += channels) {
          const [x, y] = [px * strideX - left + kx * dilationX, py * strideY - top + ky * dilationY]
          const inside = x >= 0 && x < width && y >= 0 && y < height
          const at = (y * width + x) * channels
          for (let channel = 0; channel < channels; channel++) {
            put(py * patch.width + px, tap + channel, inside ? bits[at + channel] : padCodes[channel])
          }
        }
      }
    }
  }
  return packed
}

/**
 * Packs codes as a tensor has them.
 *
 * @param codes - channel by channel
 */
export function packCodes(config: ChipConfig, tensor: HostTensor, codes: Int32Array): Uint8Array {
  const { width, height, channels, planes } = tensor
  const packed = new Uint8Array(tensorBytes(config, tensor))
  const planeBytes = (Math.ceil(channels / config.lanes) * config.lanes) / 8
  const pixels = width * height
  for (let channel = 0, i = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++, i++) {
      const at = pixel * planes * planeBytes + (channel >>> 3)
      for (let plane = 0, rest = codes[i]; rest !== 0; plane++, rest >>>= 1) {
        if (rest & 1) packed[at + plane * planeBytes] |= 1 << (channel & 7)
      }
    }
  }
  return packed
}

/** Packs wide values, which come channels first, as the wide bank has them. */
function packWide({ config, tensors }: Program, values: Int32Array): Uint8Array {
  const [tensor] = tensors
  const { wideBytes } = chipGeometry(config)
  const pixels = tensor.width * tensor.height
  const packed = new Uint8Array(tensorBytes(config, tensor))
  const pixelBytes = packed.length / pixels
  for (const [i, value] of values.entries()) {
    const channel = Math.floor(i / pixels)
    const word = Math.floor(channel / config.postLanes)
    const at = (i % pixels) * pixelBytes + word * wideBytes + 2 * (channel % config.postLanes)
    packed[at] = value
    packed[at + 1] = value >> 8
  }
  return packed
}

/** Planes of every element, channels last. */
function elementPlanes(encoding: InputEncoding, pixels: Uint8Array): Uint16Array {
  const { width, height, channels, sourceOrder } = encoding
  const tables = planeTables(encoding)
  const places = width * height
  const bits = new Uint16Array(pixels.length)
  for (let place = 0, at = 0; place < places; place++) {
    for (let channel = 0; channel < channels; channel++, at++) {
      const source = sourceOrder === 'channelsLast' ? at : channel * places + place
      const list = tables.length === 1 ? 0 : tables.length === channels ? channel : source
      bits[at] = tables[list][pixels[source]]
    }
  }
  return bits
}
