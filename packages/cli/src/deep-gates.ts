import { parseArgs } from 'node:util'
import { findPdk, gateNetlist } from '@concord/estimator'
import { describeFailure, openGates, runGateCampaign } from '@concord/harness'
import { findRtlTools } from './engines/rtl-tools.js'
import { readChip } from './io/chip-option.js'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'

const HELP = `Compares the gate netlists of chips with the stepped model on random programs, in every port and cycle.
  --chips A,B  presets or files (nano,edge)
  --runs N     scenarios on each chip (100)
  --seed S     the same seed draws the same scenarios (1)`

const { values } = parseArgs({
  // pnpm hands a separating "--" on
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    chips: { type: 'string', default: 'nano,edge' },
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

/** Synthesises and compiles each chip, then runs scenarios on it until one differs. */
async function deepGates(session: Session): Promise<void> {
  await findRtlTools(['verilator'])
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  for (const name of values.chips.split(',')) {
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

if (values.help) console.log(HELP)
else process.exit((await runSession(deepGates)) || Number(process.exitCode ?? 0))
