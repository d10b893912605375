import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readData } from '../../src/data/read-data.js'
import { importBytes, type NetworkFile } from '../../src/formats/read-network.js'
import { evaluateNetwork } from '../../src/network/evaluate.js'
import { runHead } from '../../src/network/head.js'
import { haveShared, sharedFile, sharedJson } from '../support/shared.js'

const shared = haveShared()

/** For comparing: matchers take seconds for a million elements. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength)

const load = (path: string, options = {}): Promise<NetworkFile> =>
  importBytes(sharedFile(path), path, options)

describe.skipIf(!shared)('networks of every format', () => {
  test('the format is told by content, also under gzip', async () => {
    const files = {
      'models/tfc_1w1a/TFC_1W1A.onnx': 'ONNX',
      'models/lfc_w1a1_mnist/params.tar.gz': 'BNN-PYNQ parameters',
    }
    for (const [path, format] of Object.entries(files)) expect((await load(path)).format).toBe(format)
    const zipped = gzipSync(sharedFile('models/tfc_1w1a/TFC_1W1A.onnx'))
    expect((await importBytes(zipped, 'a')).format).toBe('ONNX')
  })

  test('CNV: the parameter folder and the converted ONNX are the same integers', async () => {
    const folder = await load('models/cnv_w1a1_cifar10/params.tar.gz')
    const onnx = await load('models/cnv_w1a1_cifar10/cnv_w1a1_cifar10.converted.onnx')
    expect(folder.network.layers.length).toBe(9)
    for (const [l, layer] of folder.network.layers.entries()) {
      const other = onnx.network.layers[l]
      expect(Buffer.compare(bytesOf(layer.weights), bytesOf(other.weights))).toBe(0)
      expect(layer.kernel).toEqual(other.kernel)
      expect(layer.pool).toEqual(other.pool)
      // The folder's sums of the first layer have the same unit as the ONNX's levels
      expect(layer.quantiser?.thresholds).toEqual(other.quantiser?.thresholds)
    }
    expect(folder.network.input.thresholds).toEqual(onnx.network.input.thresholds)
    expect(folder.network.input.codes).toEqual(onnx.network.input.codes)
  })

  test('LFC: integers of the network are those of the board', async () => {
    const { network } = await load('models/lfc_w1a1_mnist/params.tar.gz')
    const reference = sharedJson<{ last_layer_popcount: number[][]; class_host: number[] }>(
      'models/reference/lfc_w1a1_mnist.json',
    )
    const images = readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist')
      .data as Uint8Array
    for (const [i, counts] of reference.last_layer_popcount.slice(0, 20).entries()) {
      const { sums } = evaluateNetwork(network, images.subarray(i * 784, (i + 1) * 784)).at(-1)!
      expect(Array.from(sums, (sum) => (sum + 1024) / 2)).toEqual(counts)
      expect(runHead(network.head, sums).label).toBe(reference.class_host[i])
    }
  })

  test('ttsky: the Larq file and the converted ONNX are the same integers', async () => {
    const larq = await load('models/ttsky_mnist_bnn/mnist_bnn_unconverted.h5', { inputScaling: 'binary' })
    expect(larq.format).toBe('Keras HDF5')
    const onnx = await load('models/ttsky_mnist_bnn/ttsky_mnist_bnn.converted.onnx', {
      inputScaling: 'binary',
    })
    const reference = sharedJson<{ dense_int: number[][]; argmax: number[] }>(
      'models/reference/ttsky_mnist_bnn.json',
    )
    const images = readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist')
      .data as Uint8Array
    for (const { network } of [larq, onnx]) {
      for (const [i, sums] of reference.dense_int.slice(0, 30).entries()) {
        const last = evaluateNetwork(network, images.subarray(i * 784, (i + 1) * 784)).at(-1)!
        expect(Array.from(last.sums)).toEqual(sums)
        expect(runHead(network.head, last.sums).label).toBe(reference.argmax[i])
      }
    }
  })
})
