import type { ChipConfig } from '@concord/arch'
import {
  analyseTiming,
  cachedSynthesis,
  findPdk,
  type Synthesis,
  type SynthesisGoal,
  siliconBudgets,
  sizeNetlist,
  type Timing,
} from '@concord/estimator'
import { type Command, Option } from 'commander'
import { readChip } from '../io/chip-option.js'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord synth nano                              area by block
  $ concord synth nano --netlist nano.v --json nano.json
  $ concord synth nano --sta                        clock and slowest paths, by corner
  $ concord synth edge --sta --goal speed           the same, mapped and sized for short paths
  $ PDK_ROOT=~/.ciel concord synth edge             with the Liberty files of an installed PDK

Areas by block come from a netlist that keeps the RTL's hierarchy; --netlist and --sta make a flat one as well, which takes longer and is
a little smaller. Yosys is the one that comes with Concord, or an installed one when that is newer. Without a PDK the cells are
those of the project's own facts; then gates are neither sized nor buffered by load, and there is no timing.`

/** Lines shown of a long list. */
const SHOWN = { blocks: 16, cells: 12, paths: 12 } as const

interface SynthVerbOptions {
  readonly netlist?: string
  readonly sta?: true
  readonly goal: SynthesisGoal
}

/** `concord synth`: a chip in cells. */
export function addSynth(program: Command, session: Session): void {
  addVerb<[string], SynthVerbOptions>(program, session, {
    usage: 'synth <chip>',
    summary: 'synthesise a chip: area by block, cells, netlist, timing',
    description:
      'Synthesises the chip’s SystemVerilog to the cells of its technology and checks that nothing is left that is no cell, that no cell is ' +
      'for another voltage, and that no latch is there but the intended.',
    examples: EXAMPLES,
    options: [
      new Option('--netlist <file>', 'write the flat netlist as Verilog'),
      new Option('--goal <what>', 'smallest cells, or shortest paths')
        .choices(['area', 'speed'])
        .default('area'),
      new Option('--sta', 'static timing of the flat netlist with OpenSTA, in every corner of the PDK'),
    ],
    action: async ({ netlist, sta, goal }, chip) => {
      if (netlist !== undefined) session.outputs.claim(netlist)
      const config = await readChip(chip)
      const pdkRoot = findPdk()
      session.progress.phase('synthesising by block')
      const { netlist: _, ...synthesis } = await cachedSynthesis(config, { flatten: false, pdkRoot, goal })
      session.progress.clear()
      session.print(formatAreas(config, synthesis))
      const result = { chip: config.name, goal, ...synthesis, ...siliconBudgets(config, synthesis.blocks) }
      if (netlist === undefined && sta === undefined) return result
      session.progress.phase('synthesising flat')
      const mapped = await cachedSynthesis(config, { flatten: true, pdkRoot, goal })
      const sizes = sta !== undefined && goal === 'speed'
      if (sizes) session.progress.phase('sizing')
      const flat = sizes ? await sizeNetlist(mapped, pdkRoot) : mapped
      if (netlist !== undefined) session.outputs.write(netlist, flat.netlist)
      session.progress.clear()
      session.print(`\nFlat: ${formatSignificant(flat.cellAreaUm2, 5)} µm² in ${count(flat.cells)} cells.`)
      const flatResult = { ...result, flatCellAreaUm2: flat.cellAreaUm2, flatCells: flat.cells }
      if (sta === undefined) return flatResult
      session.progress.phase('static timing')
      const timing = await analyseTiming(flat.netlist, config.technology, pdkRoot)
      session.progress.clear()
      session.print(formatTiming(timing))
      const clockMhz = Object.fromEntries(timing.corners.map(({ corner, clockMhz }) => [corner, clockMhz]))
      return { ...flatResult, clockMhz, timing }
    },
  })
}

function count(cells: Readonly<Record<string, number>>): number {
  return Object.values(cells).reduce((sum, number) => sum + number, 0)
}

function formatAreas(config: ChipConfig, synthesis: Omit<Synthesis, 'netlist'>): string {
  const { blocks, cells, cellAreaUm2, tool, basis, corner, technology } = synthesis
  const rows = blocks
    .slice(0, SHOWN.blocks)
    .map(({ module, instances, ownUm2, totalUm2 }) => [
      module,
      String(instances),
      formatSignificant(ownUm2, 4),
      formatPercent(ownUm2 / cellAreaUm2, 1),
      formatSignificant(totalUm2, 4),
    ])
  const most = Object.entries(cells).slice(0, SHOWN.cells)
  const { rowAreaPerLaneUm2, weightBankAreaPerBitUm2 } = siliconBudgets(config, blocks)
  return [
    `Cells of ${config.name}, ${technology} (${basis}, ${corner}), Yosys ${tool.version}\n`,
    formatTable(['module', 'instances', 'own µm²', 'share', 'with all inside µm²'], rows),
    '',
    formatPairs([
      ['cells', `${formatSignificant(cellAreaUm2, 5)} µm² in ${count(cells)} cells`],
      ['most frequent', most.map(([cell, number]) => `${cell.replace(/^.*__/, '')} ${number}`).join(', ')],
      ['row without memories', `${formatSignificant(rowAreaPerLaneUm2)} µm² a lane`],
      ['weight banks', `${formatSignificant(weightBankAreaPerBitUm2)} µm² a bit`],
    ]),
  ].join('\n')
}

function formatTiming({ corners, wireModel }: Timing): string {
  const tables = corners.map(({ corner, clockMhz, worstHoldSlackNs, paths }) => {
    const rows = paths
      .slice(0, SHOWN.paths)
      .map(({ periodNs, block, from }) => [formatSignificant(periodNs), block, from.replaceAll('\\', '')])
    const title = `${corner}: ${formatSignificant(clockMhz)} MHz, hold slack ${formatSignificant(worstHoldSlackNs)} ns`
    return `\n${title}\n\n${formatTable(['ns', 'slowest path into', 'from'], rows, 2)}`
  })
  return `${tables.join('\n')}\n\nWires: ${wireModel}.`
}
