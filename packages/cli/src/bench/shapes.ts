import type { ChipConfig } from '@concord/arch'
import {
  Execution,
  evaluateNetwork,
  layerMacs,
  mapNetwork,
  type Network,
  type NetworkShape,
  prepareSchedule,
  readOutput,
  shapeNetwork,
} from '@concord/mapper'
import { FastChip } from '@concord/sim'
import { peakMemoryMiB } from './peak-memory.js'

/** What a shape takes of a chip, for one input. */
export interface ShapeMeasurement {
  readonly name: string
  readonly macs: number
  readonly batch: number
  readonly cycles: number
  /** MACs, those on padding included, by rows × lanes × cycles; skipped taps may bring it above 1. */
  readonly utilisation: number
  /** Share of the cycles in which the array has a word. */
  readonly busy: number
  readonly bytesIn: number
  readonly bytesOut: number
  /** For making the planes, searching a schedule and counting it. */
  readonly seconds: number
}

/** Schedules a shape with random weights. */
export function measureShape(shape: NetworkShape, config: ChipConfig, batch: number): ShapeMeasurement {
  return measureNetwork(shape.name, shapeNetwork(shape), config, batch)
}

/** Schedules a network. */
export function measureNetwork(
  name: string,
  network: Network,
  config: ChipConfig,
  batch: number,
): ShapeMeasurement {
  const start = performance.now()
  const cost = prepareSchedule(network).cost(config, { batch })
  const seconds = (performance.now() - start) / 1000
  const macs = network.layers.reduce((sum, layer) => sum + layerMacs(layer), 0)
  const cycles = cost.cycles / batch
  return {
    ...{ name, macs, batch, cycles, seconds },
    utilisation: macs / (cycles * config.rows * config.lanes),
    busy: cost.counters.computeBusy / cost.cycles,
    bytesIn: cost.streamBytes / batch,
    bytesOut: cost.outputBytes / batch,
  }
}

/** Schedules a 3 × 3 convolution with a threshold, by itself: its map comes from the host and goes back there. */
export function measureConvolution(
  inputs: number,
  outputs: number,
  size: number,
  config: ChipConfig,
  batch: number,
): ShapeMeasurement {
  const layer = { name: 'conv', channels: outputs, kernel: 3, pad: 1 }
  // The last layer of a network has no threshold
  const next = { name: 'next', channels: 1, kernel: 1, stride: size }
  const input = { channels: inputs, width: size, height: size }
  const name = `3 × 3, ${inputs} to ${outputs} channels, ${size} × ${size}`
  const network = shapeNetwork({ name, input, layers: [layer, next] })
  const start = performance.now()
  const [pass] = prepareSchedule(network).cost(config, { batch, storeAll: true }).passes
  const seconds = (performance.now() - start) / 1000
  const macs = layerMacs(network.layers[0])
  const cycles = pass.cycles / batch
  return {
    ...{ name, macs, batch, cycles, seconds },
    utilisation: macs / (cycles * config.rows * config.lanes),
    busy: pass.counters.computeBusy / pass.cycles,
    bytesIn: pass.streamBytes / batch,
    bytesOut: pass.outputBytes / batch,
  }
}

/** A shape that ran with data. */
export interface SimulatedShape {
  readonly name: string
  readonly seconds: number
  readonly peakRssMiB: number
  /** Whether the results are the network's own integers. */
  readonly equal: boolean
}

/** Maps a network and runs one random input through the fast path. */
export function simulateNetwork(name: string, network: Network, config: ChipConfig): SimulatedShape {
  const execution = new Execution(mapNetwork(network, config, { batch: 1 }))
  const bytes = Uint8Array.from(
    { length: network.stem?.elements ?? network.input.elements },
    (_, i) => (i * 167 + (i >>> 8)) & 255,
  )
  const start = performance.now()
  execution.setInput(0, bytes)
  const chip = new FastChip(config)
  for (const { index } of execution.passes) {
    chip.load(execution.stream(index))
    execution.take(index, chip.run().output)
  }
  const seconds = (performance.now() - start) / 1000
  const peakRssMiB = peakMemoryMiB()
  const { sums } = evaluateNetwork(network, bytes).at(-1)!
  const equal = readOutput(execution, 0).every((sum, i) => sum === sums[i])
  return { name, seconds, peakRssMiB, equal }
}
