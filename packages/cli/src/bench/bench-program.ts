import { fileURLToPath } from 'node:url'
import { type ChipConfig, PRESETS, type Program } from '@concord/arch'
import { packInput } from '@concord/mapper'
import { readDataSet } from '../io/data-set.js'
import { mapModel, readModel } from '../io/load-program.js'

/** The chip of all measurements. */
export const BENCH_CHIP: ChipConfig = PRESETS.caravel

/** The bundled network. */
export const BENCH_MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** The bundled network mapped to the chip, with MNIST test images in its stream. */
export async function benchProgram(batch?: number): Promise<Program> {
  const program = mapModel(await readModel(BENCH_MODEL), BENCH_CHIP, batch)
  const { pixels, elements } = await readDataSet({ data: 'mnist', limit: program.batch })
  for (let i = 0; i < program.batch; i++)
    packInput(program, i, pixels.subarray(i * elements, (i + 1) * elements))
  return program
}
