import type { Program } from '@concord/arch'
import { FastChip, type StreamTiming } from '@concord/sim'
import type { Engine, Execution } from './engine.js'

/** The fast path of the simulator: whole commands, exact cycles. */
export function openFast(program: Program, timing: StreamTiming): Engine {
  const chip = new FastChip(program.config)
  chip.load(program.stream)
  const run = async (stream: Uint8Array): Promise<Execution> => {
    for (const { byteOffset, bytes } of program.inputs) {
      chip.patch(byteOffset, stream.subarray(byteOffset, byteOffset + bytes))
    }
    return chip.run(timing)
  }
  return { name: 'fast', tools: {}, execute: run, close: async () => undefined }
}
