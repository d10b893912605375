import { Command, CommanderError } from 'commander'
import { EXIT } from './session/exit-code.js'
import { formatError } from './session/report-error.js'
import { Session } from './session/session.js'
import { addChips } from './verbs/chips.js'
import { addDisasm } from './verbs/disasm.js'
import { addEstimate } from './verbs/estimate.js'
import { addImport } from './verbs/import.js'
import { addMap } from './verbs/map.js'
import { addRun } from './verbs/run.js'
import { addTrain } from './verbs/train.js'
import { VERSION } from './version.js'

const EXAMPLES = `
A first tour, in the workspace:
  $ concord chips                                                   the chips there are
  $ concord import models/mnist-mlp.onnx                            what is in a network
  $ concord run models/mnist-mlp.onnx --chip edge --data mnist      classify MNIST on a chip
  $ concord verify models/mnist-mlp.onnx --chip edge --data mnist --limit 20
                                                                    the same on the RTL, cycle by cycle

"concord VERB --help" explains each verb. Exit codes: 0 done, 1 an error, which is explained, 2 wrong usage, 130 interrupted.`

/**
 * Runs one command line to its end.
 *
 * @param args - without node and script
 * @returns exit code of the process
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const session = new Session()
  session.watchSignals()
  leaveOnClosedPipe()
  try {
    await buildProgram(session).parseAsync([...args], { from: 'user' })
    session.signal.throwIfAborted()
    session.progress.clear()
    return EXIT.ok
  } catch (error) {
    session.progress.clear()
    if (session.interruptCode !== undefined) {
      process.stderr.write('interrupted: nothing was written\n')
      return session.interruptCode
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    process.stderr.write(formatError(error))
    return EXIT.failed
  } finally {
    session.outputs.discard()
  }
}

function buildProgram(session: Session): Command {
  const program = new Command('concord')
    .description(
      'Maps trained binary neural networks onto an XNOR-array chip and runs them there, cycle by cycle.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain the command')
    .helpCommand(false)
    .showHelpAfterError('("--help" explains the command)')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
  for (const add of [addChips, addImport, addMap, addRun, addEstimate, addTrain, addDisasm]) {
    add(program, session)
  }
  return program
}

/** A reader that has seen enough, such as `head`, is no error. */
function leaveOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok)
    throw error
  })
}
