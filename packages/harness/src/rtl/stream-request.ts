import { OUTPUT_FLAGS } from './ports.js'

/** How a program is fed, and when to give up. */
export interface RtlStreamOptions {
  /** Beat k is offered from cycle k * interval after the first acceptance on. 1 when left out. */
  readonly inputInterval?: number
  /** Ready this many cycles after the output beat before. 1 when left out. */
  readonly outputInterval?: number
  /** Cycles without an end that are too many. */
  readonly maxCycles?: number
  readonly repeats?: number
}

export interface RtlStreamResult {
  /** From the first accepted beat to done or halt. */
  readonly cycles: number
  readonly done: boolean
  readonly error: boolean
  /** An output port held X or Z in some cycle. */
  readonly unknown: boolean
  readonly acceptedBeats: number
  readonly output: Uint8Array
}

const REQUEST_BYTES = 40
const REPLY_BYTES = 24

/** StreamRequest of native/records.h. */
export function packStreamRequest(bytes: Uint8Array, beatBytes: number, options: RtlStreamOptions): Buffer {
  const request = Buffer.alloc(REQUEST_BYTES)
  request.writeBigUInt64LE(BigInt(bytes.length / beatBytes), 0)
  request.writeBigUInt64LE(BigInt(options.inputInterval ?? 1), 8)
  request.writeBigUInt64LE(BigInt(options.outputInterval ?? 1), 16)
  request.writeBigUInt64LE(BigInt(options.maxCycles ?? 2 ** 48), 24)
  request.writeUInt32LE(beatBytes, 32)
  request.writeUInt32LE(options.repeats ?? 1, 36)
  return request
}

/** StreamReply of native/records.h and the output beats behind it. */
export function unpackStreamReply(reply: Buffer): RtlStreamResult {
  const flags = reply.readUInt32LE(8)
  return {
    cycles: Number(reply.readBigUInt64LE(0)),
    done: (flags & OUTPUT_FLAGS.done) !== 0,
    error: (flags & OUTPUT_FLAGS.error) !== 0,
    unknown: reply.readUInt32LE(12) !== 0,
    acceptedBeats: Number(reply.readBigUInt64LE(16)),
    output: new Uint8Array(reply.subarray(REPLY_BYTES)),
  }
}
