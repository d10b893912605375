import { setImmediate } from 'node:timers/promises'
import { OutputFiles } from '../io/output-files.js'
import { killDescendants } from './descendants.js'
import { EXIT } from './exit-code.js'
import { Progress } from './progress.js'

/** Time for the unwinding after an interrupt, before the process simply ends. */
const GRACE_MS = 3000

/** What every verb works with: where it writes, how it says how far it is, and whether it shall stop. */
export class Session {
  readonly outputs = new OutputFiles()
  readonly progress = new Progress(process.stderr)
  readonly #abort = new AbortController()
  /** Exit code of the signal that ended the session; undefined while none did. */
  interruptCode: number | undefined
  /** What stays behind when the session is interrupted, in words; undefined when nothing does. */
  left: string | undefined
  /** Set when nothing is to be said to people: somebody wants it so, or standard output carries JSON. */
  quiet = false

  /** Aborted when the user interrupts. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Writes a line, or several, for people to read. */
  print(text: string): void {
    this.progress.clear()
    if (!this.quiet) process.stdout.write(`${text}\n`)
  }

  /** Lets signals and timers through; throws when the session was interrupted. Long loops call it often. */
  async breathe(): Promise<void> {
    await setImmediate()
    this.signal.throwIfAborted()
  }

  /** Ends the session on Ctrl-C and SIGTERM: child processes are killed, drafts of output files removed. */
  watchSignals(): void {
    process.on('SIGINT', () => this.#interrupt(EXIT.interrupted))
    process.on('SIGTERM', () => this.#interrupt(EXIT.terminated))
  }

  #interrupt(code: number): void {
    const again = this.interruptCode !== undefined
    this.interruptCode = code
    this.#abort.abort(new Interrupted())
    killDescendants('SIGKILL')
    const leave = () => {
      this.outputs.discard()
      process.exit(code)
    }
    if (again) leave()
    else setTimeout(leave, GRACE_MS).unref()
  }
}

/** The user interrupted the work. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'

  constructor() {
    super('interrupted')
  }
}
