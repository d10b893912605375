import * as Field from './descriptor.js'
import type { Kernel } from './kernel.js'
import type { ScaleActivity } from './scale-activity.js'
import type { ScaleMemory } from './scale-memory.js'
import type { ScaleRun } from './scale-run.js'
import { runScale, ScaleSteps } from './scale-step.js'
import { writePlanes } from './write-planes.js'

/**
 * Executes a RUN of the scale unit: the kernel computes the sums of all pixels, as if they were saved, behind the output; then the
 * steps of the scale unit go over them.
 */
export function executeScale(
  kernel: Kernel,
  memory: ScaleMemory,
  descriptor: number,
  run: ScaleRun,
  activity: ScaleActivity | undefined,
): void {
  const { words, layout, sums } = memory
  words[descriptor / 4 + Field.AccFile] = 4 * sums
  if (run.load) {
    const entries = run.ww * run.wh * run.windowPixels * layout.rowStride
    words.copyWithin(sums, layout.acc / 4, layout.acc / 4 + entries)
  }
  if (activity) kernel.functions.traceRun(descriptor)
  else if (!run.sources) kernel.functions.executeRun(descriptor)

  const steps = new ScaleSteps(run, memory)
  runScale(
    steps,
    (pixel) => activity?.pixel(run, pixel, steps.codes),
    (wx, wy) => {
      if (run.planes > 0) writePlanes(memory, run, steps.codes, wx, wy, activity)
    },
  )
}
