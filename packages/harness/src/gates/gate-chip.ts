import { type ChipConfig, chipGeometry } from '@concord/arch'
import { RECORD_BYTES } from '../rtl/ports.js'
import { REQUEST, type RtlProcess, STATUS } from '../rtl/rtl-process.js'
import {
  packStreamRequest,
  type RtlStreamOptions,
  type RtlStreamResult,
  unpackStreamReply,
} from '../rtl/stream-request.js'
import { GateAnswerError } from './gate-errors.js'

/** A chip of library cells that runs in a simulator of its own. Its ports are all there is to see. */
export class GateChip {
  #process: RtlProcess

  constructor(
    readonly config: ChipConfig,
    readonly engine: 'verilator' | 'icarus',
    readonly start: () => RtlProcess,
  ) {
    this.#process = start()
  }

  /** What the simulator has said; empty when all is well. */
  get messages(): string {
    return this.#process.messages
  }

  /** Gives every port, cycle by cycle; records as in ports.ts. */
  run(inputs: Uint8Array): Promise<Uint8Array> {
    return this.#ask(REQUEST.runCycles, inputs)
  }

  /** Holds the chip in reset for two cycles; memories keep what they hold. */
  async reset(): Promise<void> {
    await this.run(new Uint8Array(2 * RECORD_BYTES))
  }

  /** Starts the simulator anew: memories hold zeros, registers what happens to be there. */
  async restart(): Promise<void> {
    await this.#process.close()
    this.#process = this.start()
    await this.reset()
  }

  /** Runs a whole program inside the simulator, from reset to done or halt. */
  async stream(bytes: Uint8Array, options: RtlStreamOptions = {}): Promise<RtlStreamResult> {
    const request = packStreamRequest(bytes, chipGeometry(this.config).beatBytes, options)
    return unpackStreamReply(await this.#ask(REQUEST.stream, request, bytes))
  }

  /** Ends the simulator. */
  async close(): Promise<void> {
    await this.#process.close()
  }

  async #ask(kind: number, ...parts: Uint8Array[]): Promise<Buffer> {
    const { status, payload } = await this.#process.request(kind, ...parts)
    if (status !== STATUS.ok) throw new GateAnswerError(this, `status ${status} for request ${kind}`)
    return payload
  }
}
