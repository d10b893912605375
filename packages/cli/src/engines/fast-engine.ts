import { type Program, programPasses } from '@concord/arch'
import { FastChip, type StreamTiming } from '@concord/sim'
import type { Engine, PassResult } from './engine.js'
import { FastPasses } from './fast-passes.js'

/** The fast path of the simulator: whole commands, exact cycles. */
export function openFast(program: Program, timing: StreamTiming): Engine {
  const chips = programPasses(program).map(() => new FastChip(program.config))
  const passes = new FastPasses(chips, program)
  const execute = async (pass: number, stream: Uint8Array): Promise<PassResult> => {
    return passes.load(pass, stream).run(timing)
  }
  return { name: 'fast', tools: {}, execute, close: async () => undefined }
}
