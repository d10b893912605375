import type { Program } from '@concord/arch'
import { FastChip, type StreamTiming } from '@concord/sim'
import type { Engine, PassResult } from './engine.js'
import { FastPasses } from './fast-passes.js'

/** The fast path of the simulator: whole commands, exact cycles. */
export function openFast(program: Program, timing: StreamTiming): Engine {
  const passes = new FastPasses(new FastChip(program.config), program)
  const execute = async (pass: number, stream: Uint8Array): Promise<PassResult> => {
    passes.load(pass, stream)
    return passes.chip.run(timing)
  }
  return { name: 'fast', tools: {}, execute, close: async () => undefined }
}
