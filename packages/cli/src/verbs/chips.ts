import { type ChipConfig, chipSignature, PRESETS } from '@concord/arch'
import { estimateArea } from '@concord/estimator'
import type { Command } from 'commander'
import { readChip } from '../io/chip-option.js'
import { formatNumber, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord chips                        the presets
  $ concord chips edge                   everything about one
  $ concord chips edge --json my.json    a file to change and give to --chip
  $ concord chips ./my.json              check a file of your own`

/** `concord chips`: what chips there are, and what is in one. */
export function addChips(program: Command, session: Session): void {
  addVerb<[string | undefined], object>(program, session, {
    usage: 'chips [name]',
    summary: 'list the chips, or show one',
    description:
      'Lists the preset chips. With a name, or a JSON file, shows every field of one; its --json is a file that --chip takes.',
    examples: EXAMPLES,
    action: async (_options, name) => {
      if (name === undefined) {
        session.print(listChips())
        return Object.values(PRESETS)
      }
      const config = await readChip(name)
      session.print(formatPairs(describe(config)))
      return config
    },
  })
}

function listChips(): string {
  const rows = Object.values(PRESETS).map((config) => [
    config.name,
    `${config.rows} × ${config.lanes}`,
    `${config.actBanks} × ${config.actWords}`,
    String(config.weightDepth),
    `${config.streamBits} bits`,
    `${config.clockMhz} MHz`,
    `${formatNumber(2 * config.rows * config.lanes * config.clockMhz * 1e-3, 1)} GOP/s`,
    `${formatSignificant(estimateArea(config).cellAreaUm2.value / 1e6)} mm²`,
  ])
  const header = ['chip', 'rows × lanes', 'act words', 'weight words', 'stream', 'clock', 'peak', 'cells']
  return `${formatTable(header, rows)}\n\n1 MAC = 2 OP. Cell areas are estimates. "concord chips NAME" shows every field.`
}

function describe(config: ChipConfig): [string, string][] {
  const fields = Object.entries(config).flatMap(([field, value]): [string, string][] =>
    typeof value === 'object'
      ? Object.entries(value).map(([memory, style]) => [`${field}.${memory}`, String(style)])
      : [[field, String(value)]],
  )
  return [...fields, ['signature', `0x${chipSignature(config).toString(16).padStart(4, '0')}`]]
}
