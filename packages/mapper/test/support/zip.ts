import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive of files by path, deflated or stored; for tests. */
export function zipFile(files: Readonly<Record<string, Uint8Array>>, stored = false): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const name = new TextEncoder().encode(path)
    const packed = stored ? content : deflateRawSync(content)
    const common = [20, 0, stored ? 0 : 8, 0, 0]
    const sizes = [crc32(content), packed.length, content.length]
    const local = record(0x04034b50, common, sizes, [name.length, 0])
    const entry = record(0x02014b50, [20, ...common], sizes, [name.length, 0, 0, 0, 0, 0, 0], offset)
    parts.push(local, name, packed)
    directory.push(entry, name)
    offset += local.length + name.length + packed.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const count = Object.keys(files).length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Uint8Array.from(Buffer.concat([...parts, ...directory, end]))
}

/** 16-bit fields around 32-bit ones, little endian. */
function record(
  signature: number,
  first: readonly number[],
  sizes: readonly number[],
  last: readonly number[],
  offset?: number,
): Uint8Array {
  const bytes = Buffer.alloc(4 + 2 * first.length + 12 + 2 * last.length + (offset === undefined ? 0 : 4))
  let at = bytes.writeUInt32LE(signature, 0)
  for (const field of first) at = bytes.writeUInt16LE(field, at)
  for (const field of sizes) at = bytes.writeUInt32LE(field >>> 0, at)
  for (const field of last) at = bytes.writeUInt16LE(field, at)
  if (offset !== undefined) bytes.writeUInt32LE(offset, at)
  return bytes
}
