import type { ChipConfig } from '@concord/arch'
import {
  Execution,
  IMAGENET_SHAPES,
  importOnnx,
  mapNetwork,
  type NetworkShape,
  readOutput,
} from '@concord/mapper'
import { openFast } from '../engines/fast-engine.js'
import { floatNetwork } from './float-network.js'
import { median } from './median.js'
import { loadOnnxRuntime, openFloat } from './onnx-runtime.js'

/** Images a second of one network: simulated exactly, and in float. */
export interface FloatComparison {
  readonly name: string
  readonly batch: number
  readonly fastImagesPerSecond: number
  /** Of onnxruntime on one thread; undefined where it could not be loaded. */
  readonly floatImagesPerSecond: number | undefined
  /** Whether both gave the same sums. */
  readonly equal: boolean | undefined
}

/** FINN's CNV (Umuroglu et al. 2017), its fully connected layers as convolutions of one pixel. */
const CNV: NetworkShape = {
  name: 'CNV',
  input: { channels: 3, width: 32, height: 32 },
  layers: [
    { name: 'conv1', channels: 64, kernel: 3 },
    { name: 'conv2', channels: 64, kernel: 3, pool: [2, 2] },
    { name: 'conv3', channels: 128, kernel: 3 },
    { name: 'conv4', channels: 128, kernel: 3, pool: [2, 2] },
    { name: 'conv5', channels: 256, kernel: 3 },
    { name: 'conv6', channels: 256, kernel: 3 },
    { name: 'dense1', channels: 512, kernel: 1 },
    { name: 'dense2', channels: 512, kernel: 1 },
    { name: 'dense3', channels: 10, kernel: 1 },
  ],
}
const RESNET = IMAGENET_SHAPES.find(({ name }) => name === 'bireal-resnet18')!

const CASES = [
  { shape: CNV, inputBits: 8, batch: 64 },
  { shape: RESNET, inputBits: 1, batch: 1 },
] as const

/** Runs CNV and the binary layers of ResNet-18, random weights, on the fast path and in onnxruntime, in turn. */
export async function compareWithFloat(config: ChipConfig, rounds: number): Promise<FloatComparison[]> {
  const ort = await loadOnnxRuntime().catch((error: Error) => {
    console.error(`onnxruntime is not measured: ${error.message.split('\n')[0]}`)
    return undefined
  })
  const results: FloatComparison[] = []
  for (const { shape, inputBits, batch } of CASES) {
    const onnx = floatNetwork(shape, inputBits)
    const network = importOnnx(onnx, { name: shape.name })
    const program = mapNetwork(network, config, { batch })
    const execution = new Execution(program)
    const { elements } = network.input
    const pixels = Uint8Array.from({ length: batch * elements }, (_, i) => (i * 167 + (i >>> 8)) & 255)
    for (let i = 0; i < batch; i++) execution.setInput(i, pixels.subarray(i * elements, (i + 1) * elements))
    const engine = openFast(program, {})
    const { channels, height, width } = network.input.map
    const float = ort === undefined ? undefined : await openFloat(ort, onnx, [channels, height, width])
    let sums: Float32Array | undefined
    const fast = async () => {
      for (const { index } of execution.passes) {
        const { output } = await engine.execute(index, execution.stream(index))
        execution.take(index, output)
      }
    }
    const rates = { fast: [] as number[], float: [] as number[] }
    for (let round = 0; round <= rounds; round++) {
      rates.fast.push(batch / (await secondsOf(fast)))
      if (float)
        rates.float.push(batch / (await secondsOf(async () => (sums = await float.run(pixels, batch)))))
    }
    const exact = Array.from({ length: batch }, (_, i) => Array.from(readOutput(execution, i))).flat()
    results.push({
      ...{ name: shape.name, batch, fastImagesPerSecond: median(rates.fast.slice(1)) },
      floatImagesPerSecond: float && median(rates.float.slice(1)),
      equal: sums && exact.length === sums.length && exact.every((sum, i) => sum === sums![i]),
    })
    await engine.close()
    await float?.close()
  }
  return results
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
