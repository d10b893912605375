import { deflateSync } from 'node:zlib'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const COLOUR_TYPE = { 1: 0, 3: 2 } as const

/** An image of bytes, row by row, channels of a pixel together. */
export interface Image {
  readonly width: number
  readonly height: number
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3
  readonly data: Uint8Array
}

/** Writes an image as PNG (W3C PNG specification, §5), unfiltered. */
export function encodePng({ width, height, channels, data }: Image): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = COLOUR_TYPE[channels]
  const lineBytes = width * channels
  const lines = Buffer.alloc(height * (lineBytes + 1))
  for (let y = 0; y < height; y++) {
    lines.set(data.subarray(y * lineBytes, (y + 1) * lineBytes), y * (lineBytes + 1) + 1)
  }
  const body = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Uint8Array.from(SIGNATURE), ...body])
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  framed.write(type, 4, 'latin1')
  data.copy(framed, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, data.length + 8)), data.length + 8)
  return framed
}

/** CRC-32 of the PNG specification: polynomial 0xedb88320, reflected. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
