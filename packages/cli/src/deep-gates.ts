import { findPdk, gateNetlist } from '@concord/estimator'
import { describeFailure, openGates, runGateCampaign } from '@concord/harness'
import { Command, Option } from 'commander'
import { findRtlTools } from './engines/rtl-tools.js'
import { readChip } from './io/chip-option.js'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'
import { usageCode } from './session/usage-code.js'
import { positive } from './verbs/options.js'

interface DeepGatesOptions {
  readonly chips: string
  readonly runs: number
  readonly seed: number
}

/**
 * What is asked for.
 *
 * @throws CommanderError when an option is wrong, which it has explained already
 */
function readOptions(args: readonly string[]): DeepGatesOptions {
  const command = new Command('deep-gates')
    .description(
      'Compares the gate netlists of chips with the stepped model on random programs, in every port and cycle.',
    )
    .option('--chips <a,b>', 'presets or files', 'nano,edge')
    .addOption(new Option('--runs <n>', 'scenarios on each chip').argParser(positive).default(100))
    .addOption(
      new Option('--seed <s>', 'the same seed draws the same scenarios').argParser(positive).default(1),
    )
    .exitOverride()
  // pnpm hands a separating "--" on
  command.parse(
    args.filter((argument) => argument !== '--'),
    { from: 'user' },
  )
  return command.opts()
}

/** Synthesises and compiles each chip, then runs scenarios on it until one differs. */
async function deepGates(session: Session): Promise<void> {
  const { chips, runs, seed } = readOptions(process.argv.slice(2))
  await findRtlTools(['verilator'])
  for (const name of chips.split(',')) {
    const config = await readChip(name)
    session.progress.phase(`synthesising and compiling ${config.name}`)
    const netlist = await gateNetlist(config, { pdkRoot: findPdk() })
    const chip = await openGates(config, netlist, { engine: 'verilator' })
    try {
      const phase = session.progress.phase(
        `random programs on the gates of ${config.name}`,
        runs,
        'scenarios',
      )
      const { scenarios, programs, cycles, failure } = await runGateCampaign(chip, {
        ...{ runs, seed },
        onScenario: (tally) => phase.update(tally.scenarios),
      })
      if (failure) {
        session.print(describeFailure(failure))
        process.exitCode = 1
      }
      session.print(
        `${config.name}  seed ${seed}  scenarios ${scenarios}  programs ${programs}  cycles compared ${cycles}  mismatches ${failure ? 1 : 0}`,
      )
    } finally {
      await chip.close()
    }
  }
}

process.exit((await runSession(deepGates, usageCode)) || Number(process.exitCode ?? 0))
