import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A fresh folder for every test of a file. */
export function useFolder(): {
  path: (name: string) => string
  write: (name: string, bytes: Uint8Array) => string
} {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'concord-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(path(name), bytes)
    return path(name)
  }
  return { path, write }
}

/** An IDX file of unsigned bytes. */
export function idxFile(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header[2] = 0x08
  header[3] = shape.length
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis)
  return Buffer.concat([header, data])
}

/** A NumPy file, version 1.0. */
export function npyFile(
  shape: readonly number[],
  data: Uint8Array,
  descr = '|u1',
  fortran = 'False',
): Uint8Array {
  const sizes = shape.map((size) => `${size},`).join(' ')
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${sizes}), }`
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`
  const header = Buffer.alloc(10)
  header.write('\x93NUMPY\x01\x00', 'latin1')
  header.writeUInt16LE(padded.length, 8)
  return Buffer.concat([header, Buffer.from(padded, 'latin1'), data])
}
