import { parseArgs } from 'node:util'
import { RTL_STYLES } from './build/rtl-sources.js'
import { describeCampaign, drawChips, runCampaign } from './check/campaign.js'
import { choiceOption, countOption, readOptions } from './command-options.js'

const CHIPS_MIN = 50

const { values } = parseArgs({
  // pnpm hands a separating "--" on.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    chips: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    style: { type: 'string', default: 'generic' },
    help: { type: 'boolean', default: false },
  },
})

const HELP = `Compares step, fast path, Verilator and Icarus on random chips and programs.
  --runs N    scenarios over all chips (2000)
  --seed S    the same seed draws the same chips and programs (1)
  --chips N   structurally different chips (${CHIPS_MIN} or one for every 40 runs)
  --jobs N    chips at work at the same time (2)
  --style S   generic or latch: bodies of the storage cells (generic)`

if (values.help) {
  console.log(HELP)
} else {
  const { runs, seed, jobs, chipCount, style } = readOptions(() => {
    const runs = countOption('runs', values.runs)
    const chipCount =
      values.chips === undefined
        ? Math.max(CHIPS_MIN, Math.ceil(runs / 40))
        : countOption('chips', values.chips)
    const [seed, jobs] = [countOption('seed', values.seed), countOption('jobs', values.jobs)]
    return { runs, seed, jobs, chipCount, style: choiceOption('style', values.style, RTL_STYLES) }
  })
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
}
