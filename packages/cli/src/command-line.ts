import { Command } from 'commander'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'
import { usageCode } from './session/usage-code.js'
import { addCalibrate } from './verbs/calibrate.js'
import { addChips } from './verbs/chips.js'
import { addCompare } from './verbs/compare.js'
import { addDatasheet } from './verbs/datasheet.js'
import { addDisasm } from './verbs/disasm.js'
import { addEstimate } from './verbs/estimate.js'
import { addExplain } from './verbs/explain.js'
import { addExplore, expandExplore } from './verbs/explore.js'
import { addHarden } from './verbs/harden.js'
import { addImport } from './verbs/import.js'
import { addMap } from './verbs/map.js'
import { addPower } from './verbs/power.js'
import { addRun } from './verbs/run.js'
import { addSynth } from './verbs/synth.js'
import { addTrain } from './verbs/train.js'
import { addVerify } from './verbs/verify.js'
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
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runSession(async (session) => {
    await buildProgram(session).parseAsync(expandExplore(args), { from: 'user' })
  }, usageCode)
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
  for (const add of [
    addChips,
    addImport,
    addMap,
    addRun,
    addVerify,
    addEstimate,
    addCalibrate,
    addPower,
    addSynth,
    addHarden,
    addDatasheet,
    addTrain,
    addDisasm,
    addExplore,
    addExplain,
    addCompare,
  ]) {
    add(program, session)
  }
  return program
}
