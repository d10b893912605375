import type { WriteStream } from 'node:tty'

const QUIET_MS = 2000
const LINE_MS = 5000
const FRAME_MS = 100
const BAR = 24

/** One stretch of work under way. */
export interface Phase {
  /** Says how much is done, of the phase's total. */
  update(done: number): void
  end(): void
}

/**
 * Says on standard error what takes so long: a line that rewrites itself on a terminal; elsewhere a line after two seconds and
 * then every five.
 */
export class Progress {
  /** Nothing is to be said. */
  isSilent = false
  #end: (() => void) | undefined

  constructor(readonly stream: Pick<WriteStream, 'write' | 'isTTY'>) {}

  /**
   * Starts a phase; the one before, if any, ends.
   *
   * @param total - amount of work; without it only the time is shown
   */
  phase(label: string, total?: number, unit = ''): Phase {
    this.#end?.()
    if (this.isSilent) return SILENT
    const started = Date.now()
    let done = 0
    let shown = this.stream.isTTY ? 0 : started + QUIET_MS - LINE_MS
    const show = () => {
      shown = Date.now()
      const text = `${label}${describe(done, total, unit)}, ${((shown - started) / 1000).toFixed(1)} s`
      this.stream.write(this.stream.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
    }
    const period = this.stream.isTTY ? FRAME_MS : LINE_MS
    const tick = () => {
      if (Date.now() - shown >= period) show()
    }
    const timer = setInterval(tick, this.stream.isTTY ? 250 : 1000)
    timer.unref()
    if (this.stream.isTTY) show()
    const end = () => {
      clearInterval(timer)
      if (this.stream.isTTY && this.#end === end) this.stream.write('\r\x1b[K')
      if (this.#end === end) this.#end = undefined
    }
    this.#end = end
    const update = (amount: number) => {
      done = amount
      tick()
    }
    return { update, end }
  }

  /** Ends the phase under way and clears its line. */
  clear(): void {
    this.#end?.()
  }
}

const SILENT: Phase = { update: () => {}, end: () => {} }

function describe(done: number, total: number | undefined, unit: string): string {
  if (total === undefined) return ''
  const full = Math.round((BAR * done) / total)
  const count = `${done.toLocaleString('en')}/${total.toLocaleString('en')}${unit && ` ${unit}`}`
  return ` [${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${count}`
}
