import { Option } from 'commander'
import { RTL_STYLES, type RtlStyle } from './build/rtl-sources.js'
import { describeCampaign, drawChips, runCampaign } from './check/campaign.js'
import { count, optionsCommand, readOptions } from './command-options.js'

const CHIPS_MIN = 50

const command = optionsCommand(
  'deep',
  'Compares step, fast path, Verilator and Icarus on random chips and programs.',
)
  .addOption(new Option('--runs <n>', 'scenarios over all chips').argParser(count).default(2000))
  .addOption(
    new Option('--seed <s>', 'the same seed draws the same chips and programs').argParser(count).default(1),
  )
  .addOption(
    new Option(
      '--chips <n>',
      `structurally different chips (default: ${CHIPS_MIN}, or one for every 40 runs)`,
    ).argParser(count),
  )
  .addOption(new Option('--jobs <n>', 'chips at work at the same time').argParser(count).default(2))
  .addOption(new Option('--style <s>', 'bodies of the storage cells').choices(RTL_STYLES).default('generic'))

const {
  runs,
  seed,
  jobs,
  style,
  chips: chipCount = Math.max(CHIPS_MIN, Math.ceil(runs / 40)),
} = readOptions<{ runs: number; seed: number; chips?: number; jobs: number; style: RtlStyle }>(command)
const chips = drawChips(Math.min(chipCount, runs), seed)
const result = await runCampaign({
  ...{ chips, runs, seed, jobs },
  engines: ['verilator', 'icarus'],
  style,
  onChip: (done, { rows, lanes, streamBits }, { cycles, programs }) => {
    const shape = `${rows} x ${lanes}, ${streamBits} bit stream`
    console.error(`${done}/${chips.length} chips  ${programs} programs  ${cycles} cycles  (${shape})`)
  },
})
console.log(`seed ${seed}  style ${style}  ${describeCampaign(result)}`)
process.exitCode = result.failures.length > 0 ? 1 : 0
