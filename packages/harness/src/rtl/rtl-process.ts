import { ConcordError } from '@concord/arch'
import { execa } from 'execa'

/** Kinds of request; native/records.h has the same numbers. */
export const REQUEST = { runCycles: 1, stream: 2, findMemories: 3, peek: 4, poke: 5, bare: 6 } as const

/** Status of a reply. */
export const STATUS = { ok: 0, refused: 1, unknownBits: 2 } as const

export interface Reply {
  readonly status: number
  readonly payload: Buffer
}

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout | undefined
}

const HEADER_BYTES = 8
/** A frame of cycles that takes longer means that the simulator runs in circles within one cycle. */
const FRAME_LIMIT_MS = 600_000

/** A simulator that runs one chip and answers frames on its stdout, in order; requests may be sent ahead. */
export class RtlProcess {
  #process
  #waiting: Waiting[] = []
  #header = Buffer.alloc(HEADER_BYTES)
  #headerFilled = 0
  #payload: Buffer | undefined
  #payloadFilled = 0
  #messages = ''
  #ended: Promise<void>
  #gone = false

  constructor(
    file: string,
    args: readonly string[],
    readonly name: string,
  ) {
    this.#process = execa(file, args, { buffer: false, reject: false, stdin: 'pipe', encoding: 'buffer' })
    this.#process.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#messages += chunk.toString()
    })
    // A broken pipe shows as the end of the process.
    this.#process.stdin.on('error', () => undefined)
    this.#ended = this.#process.then((result) => this.#end(result.exitCode, result.signal))
  }

  /** What the simulator has said so far about failed assertions and the like; empty when all is well. */
  get messages(): string {
    return this.#messages
  }

  request(kind: number, ...parts: readonly Uint8Array[]): Promise<Reply> {
    if (this.#gone)
      return Promise.reject(new RtlProcessError(this.name, 'the simulator has ended', this.#messages))
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt32LE(kind, 0)
    header.writeUInt32LE(
      parts.reduce((sum, part) => sum + part.length, 0),
      4,
    )
    const reply = new Promise<Reply>((resolve, reject) => {
      const timer =
        kind === REQUEST.runCycles ? setTimeout(() => this.#process.kill(), FRAME_LIMIT_MS) : undefined
      timer?.unref()
      this.#waiting.push({ resolve, reject, timer })
    })
    this.#process.stdin.write(header)
    for (const part of parts) if (part.length > 0) this.#process.stdin.write(part)
    return reply
  }

  /** Ends the simulator and waits until it is gone. */
  async close(): Promise<void> {
    this.#process.stdin.end()
    await this.#ended
  }

  #receive(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length || this.#payload?.length === this.#payloadFilled) {
      if (!this.#payload) {
        const taken = chunk.copy(this.#header, this.#headerFilled, at, at + HEADER_BYTES - this.#headerFilled)
        at += taken
        this.#headerFilled += taken
        if (this.#headerFilled < HEADER_BYTES) return
        this.#payload = Buffer.allocUnsafe(this.#header.readUInt32LE(4))
        this.#payloadFilled = 0
      }
      const taken = chunk.copy(this.#payload, this.#payloadFilled, at)
      at += taken
      this.#payloadFilled += taken
      if (this.#payloadFilled < this.#payload.length) return
      const payload = this.#payload
      this.#payload = undefined
      this.#headerFilled = 0
      const waiting = this.#waiting.shift()
      clearTimeout(waiting?.timer)
      waiting?.resolve({ status: this.#header.readUInt32LE(0), payload })
    }
  }

  #end(exitCode: number | undefined, signal: string | undefined): void {
    this.#gone = true
    const why = signal ? `it was ended by ${signal}` : `it ended with code ${exitCode}`
    for (const { reject, timer } of this.#waiting) {
      clearTimeout(timer)
      reject(new RtlProcessError(this.name, why, this.#messages))
    }
    this.#waiting = []
  }
}

/** The simulator ended before it answered. */
export class RtlProcessError extends ConcordError {
  override readonly name = 'RtlProcessError'

  constructor(
    name: string,
    why: string,
    readonly messages: string,
  ) {
    super({
      what: 'The RTL simulator stopped answering',
      where: name,
      why: messages ? `${why}: ${messages.trim()}` : why,
      fix: 'if an assertion failed, the chip is wrong: look at the waveform; else compile anew by emptying the cache directory',
    })
  }
}
