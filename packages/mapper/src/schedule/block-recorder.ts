import { CallBlocks, isUnchanged } from './call-blocks.js'
import { MoveRecorder } from './move-recorder.js'
import type { PassSink } from './pass-builder.js'
import type { RunCall, RunState } from './run-call.js'

/** Records the operations of a pass one by one, those of a call from its block. */
export class BlockRecorder extends MoveRecorder implements PassSink {
  readonly #calls = new CallBlocks()

  call(call: RunCall, state: RunState): void {
    const { tape } = this
    const { block, bankOf, unchanged } = this.#calls.next(call, state)
    const first = tape.length
    tape.append(block.operations, bankOf)
    for (const [i, { operation }] of block.touches.entries())
      if (isUnchanged(unchanged, i)) tape.dropSet(first + operation)
  }
}
