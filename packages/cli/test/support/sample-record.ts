import { PRESETS, zeroActivity } from '@concord/arch'
import type { LayerRecord, RunRecord } from '../../src/run/record.js'

function layer(name: string, inputs: number, outputs: number, split: readonly number[]): LayerRecord {
  const [compute, load, drain, stalls] = split
  const total = compute + load + drain + stalls
  return {
    ...{ name, kind: 'dense', place: 'chip', inputShape: [inputs], outputShape: [outputs] },
    ...{ actPlanes: 1, weightPlanes: 1, macs: inputs * outputs, words: compute / 10 },
    cycles: { compute, load, drain, stalls, total },
    utilisation: (inputs * outputs * 10) / (total * 1024),
  }
}

const counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
const confusion = counts.map((count, label) =>
  counts.map((_, result) => {
    const wrong = (other: number) => ((label * 7 + other * 3) % 11) * (other === label ? 0 : 1)
    const errors = counts.reduce((sum, _count, other) => sum + wrong(other), 0)
    return result === label ? count - errors : wrong(result)
  }),
)
const correct = confusion.reduce((sum, row, label) => sum + row[label], 0)

/** A complete record with made-up figures. */
export const SAMPLE_RECORD: RunRecord = {
  concord: { version: '0.1.0', commit: null, date: '2025-01-02T03:04:05.000Z' },
  model: { file: 'models/mnist-mlp.onnx', sha256: 'ab'.repeat(32) },
  program: { sha256: 'cd'.repeat(32), batch: 10, instructions: 1234, streamBytes: 45678, outputBytes: 640 },
  chip: 'edge',
  chipConfig: PRESETS.edge,
  engine: 'fast',
  tools: { node: 'v20.19.0' },
  stream: { inputInterval: 1, outputInterval: 1 },
  data: { name: 'MNIST test images', shape: [28, 28] },
  inputs: 10000,
  correct,
  accuracy: correct / 10000,
  confusion,
  results: [],
  cycles: { total: 15820000, perInput: 1582, perExecution: 15820, executions: 1000, basis: 'simulated' },
  time: { clockMhz: 100, inputsPerSecond: 63211, microsecondsPerInput: 15.82 },
  utilisation: 0.21,
  stalls: { computeWaitLoad: 900, computeWaitPost: 40 },
  counters: { cycles: 15820 },
  layers: [
    layer('MatMul_12', 784, 256, [2000, 5200, 80, 320]),
    layer('MatMul_19', 256, 256, [640, 2300, 80, 300]),
    layer('MatMul_26', 256, 256, [640, 2300, 80, 300]),
    layer('MatMul_33', 256, 10, [80, 900, 320, 280]),
  ],
  host: {
    macs: 0,
    bytes: 1234,
    parts: [
      { name: 'pixels', operator: 'input 0..255', reason: 'bytes become planes', macs: 0, bytes: 1234 },
    ],
  },
  switching: { activity: zeroActivity(), executions: 25, inputs: 250 },
  energyPerInputNj: 23.4,
  energy: {
    total: 23.4,
    unit: 'nJ an input',
    blocks: [
      { name: 'clockTree', value: 9.1, note: '' },
      { name: 'lanes', value: 6.2, note: '' },
      { name: 'weightBanks', value: 4.4, note: '' },
      { name: 'activationBanks', value: 2.1, note: '' },
      { name: 'leakage', value: 1.52, note: '' },
      { name: 'wishbone', value: 0.05, note: '' },
      { name: 'ownership', value: 0.03, note: '' },
    ],
    basis: 'composed',
    error: 'not yet measured',
    note: 'Switching counted by the simulator times energy an event.',
    inputsCounted: 250,
    powerMw: 1.48,
  },
  areaUm2: 1_234_567,
  area: {
    total: 1_234_567,
    unit: 'µm²',
    blocks: [
      { name: 'weightBanks', value: 800_000, note: '' },
      { name: 'activationBanks', value: 300_000, note: '' },
      { name: 'lanes', value: 100_000, note: '' },
      { name: 'postUnit', value: 34_567, note: '' },
    ],
    basis: 'composed',
    error: 'not yet measured',
    note: 'Cells of the structure times their area.',
    dieAreaUm2: 1_900_000,
  },
}
