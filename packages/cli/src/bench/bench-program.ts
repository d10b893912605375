import { fileURLToPath } from 'node:url'
import { type ChipConfig, PRESETS, type Program } from '@concord/arch'
import { Execution, mapNetwork } from '@concord/mapper'
import { readDataSet } from '../io/data-set.js'
import { readModel } from '../io/model-file.js'

/** The chip of all measurements. */
export const BENCH_CHIP: ChipConfig = PRESETS.caravel

/** The bundled network. */
export const BENCH_MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** The bundled network mapped to the chip in one pass, with MNIST test images in its stream. */
export async function benchProgram(batch?: number): Promise<Program> {
  const { network } = await readModel(BENCH_MODEL)
  const program = mapNetwork(network, BENCH_CHIP, { ...(batch !== undefined && { batch }), onePass: true })
  const { pixels, elements } = await readDataSet({ data: 'mnist', limit: program.batch })
  const execution = new Execution(program)
  for (let i = 0; i < program.batch; i++)
    execution.setInput(i, pixels.subarray(i * elements, (i + 1) * elements))
  return { ...program, stream: execution.stream(0) }
}
