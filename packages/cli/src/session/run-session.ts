import { EXIT } from './exit-code.js'
import { formatError } from './report-error.js'
import { Session } from './session.js'

/**
 * Does some work in a session: ends it well on Ctrl-C, explains its errors, leaves no draft behind.
 *
 * @param codeOf - exit code of errors that have explained themselves already
 * @returns exit code of the process
 */
export async function runSession(
  work: (session: Session) => Promise<void>,
  codeOf: (error: unknown) => number | undefined = () => undefined,
): Promise<number> {
  const session = new Session()
  session.watchSignals()
  leaveOnClosedPipe()
  try {
    await work(session)
    session.signal.throwIfAborted()
    return EXIT.ok
  } catch (error) {
    session.progress.clear()
    if (session.interruptCode !== undefined) {
      process.stderr.write(`interrupted: ${session.left ?? 'nothing was written'}\n`)
      return session.interruptCode
    }
    const code = codeOf(error)
    if (code === undefined) process.stderr.write(formatError(error))
    return code ?? EXIT.failed
  } finally {
    session.progress.clear()
    session.outputs.discard()
    await flush()
  }
}

/** A reader that has seen enough, such as `head`, is no error. */
function leaveOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok)
    throw error
  })
}

/** Whatever is still on its way to a pipe arrives before the process ends. */
function flush(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', () => resolve())
  })
}
