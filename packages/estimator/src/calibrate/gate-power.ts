import { readFileSync } from 'node:fs'
import { chipLibrary } from '../cells/chip-library.js'
import { macroLiberty, usesMacros } from '../cells/macro-cells.js'
import { loadRecipe, loadTechnology } from '../technology/load-technology.js'
import { hasLiberty, libertyPath } from '../technology/read-liberty-corners.js'
import { headOf, MissingLibertyError } from '../timing/analyse-timing.js'
import { runSta, StaError, staVersion } from '../timing/sta.js'
import { trimLiberty } from '../timing/trim-liberty.js'
import { WIRE_LOAD, wireLoadLiberty } from '../timing/wire-load.js'
import { activityTcl, type NetActivity } from './activity-tcl.js'
import type { FlatChip } from './flat-chip.js'
import { TOP } from './module-synthesis.js'
import { writeFlatChip } from './write-flat-chip.js'

/** Power of one cell, W. */
export interface CellPower {
  readonly internalW: number
  readonly switchingW: number
  readonly leakageW: number
}

/** Clock at which power is computed; energy a cycle hardly depends on it. */
export interface PowerOptions {
  readonly technology: string
  readonly corner: string
  readonly clockMhz: number
  readonly pdkRoot: string | undefined
}

/**
 * Power of every cell of a flat chip with OpenSTA, once for each activity of its nets. Wires have the capacitance of the stated wire model, the
 * clock is ideal: its root net and the tree behind it are not in the netlist and not in the result.
 *
 * @param activities - `vectorless`, first if at all: inputs change in every tenth cycle, and the tool guesses the rest
 * @throws StaError, MissingLibertyError
 */
export async function gatePower(
  chip: FlatChip,
  activities: readonly (NetActivity | 'vectorless')[],
  { technology, corner, clockMhz, pdkRoot }: PowerOptions,
): Promise<CellPower[][]> {
  const recipe = loadRecipe(technology)
  if (!hasLiberty(recipe, pdkRoot)) throw new MissingLibertyError(recipe.liberty, pdkRoot)
  await requireActivity()
  const liberty = readFileSync(libertyPath(recipe, pdkRoot, corner), 'utf8')
  const netlist = writeFlatChip(chip, TOP)
  const facts = loadTechnology(technology)
  const macros = usesMacros(netlist, facts)
  const said = await runSta(
    {
      'netlist.v': netlist,
      'cells.lib': trimLiberty(liberty, netlist, [recipe.cells.buffer]),
      ...(macros && { 'macros.lib': macroLiberty(facts, corner) }),
      'wires.lib': wireLoadLiberty(facts, headOf(liberty)),
      ...Object.fromEntries(
        activities.map((activity, run) => [
          `activity${run}.tcl`,
          activity === 'vectorless' ? '' : activityTcl(chip, chipLibrary(technology), activity),
        ]),
      ),
    },
    [
      'read_liberty cells.lib',
      ...(macros ? ['read_liberty macros.lib'] : []),
      'read_liberty wires.lib',
      'read_verilog netlist.v',
      `link_design ${TOP}`,
      `create_clock -name clk -period ${1e3 / clockMhz} [get_ports clk_i]`,
      `set_wire_load_model -name ${WIRE_LOAD.model} -library ${WIRE_LOAD.library}`,
      // Without an arrival time a gate has no clock to scale its activity by
      'set_input_delay 0 -clock clk [all_inputs -no_clocks]',
      `set_driving_cell -lib_cell ${recipe.cells.buffer} [all_inputs -no_clocks]`,
      // What report_power -instances calls; that one sorts its lines, which takes most of its time. Scenes were called corners before
      'set at [expr {[info commands sta::cmd_scene] eq {} ? [sta::cmd_corner] : [sta::cmd_scene]}]',
      ...activities.flatMap((_, run) => [
        `source activity${run}.tcl`,
        'foreach cell [get_cells *] { puts "[sta::instance_power $cell $at] [get_full_name $cell]" }',
        `puts "${END_OF_REPORT}"`,
      ]),
      '',
    ].join('\n'),
  )
  const reports = said.split(END_OF_REPORT).slice(0, activities.length)
  return reports.map((report) => readPower(report, chip.cells.length))
}

const END_OF_REPORT = 'END OF REPORT'

/** First version that was seen to keep the activity of every pin; 2.0 guesses it anew without a word. */
const ACTIVITY_SINCE = [2, 6] as const

async function requireActivity(): Promise<void> {
  const version = await staVersion()
  if (version === undefined) throw new StaError('sta is not on the PATH')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > ACTIVITY_SINCE[0] || (major === ACTIVITY_SINCE[0] && minor >= ACTIVITY_SINCE[1])
  if (!isNew) {
    throw new StaError(
      `sta is version ${version}, which ignores the activity of pins; power needs ${ACTIVITY_SINCE.join('.')} or newer, as LibreLane brings`,
    )
  }
}

/** Reads lines of internal, switching, leakage and total power in W, and the name of a cell. */
export function readPower(said: string, cells: number): CellPower[] {
  const powers = new Array<CellPower | undefined>(cells)
  for (const line of said.split('\n')) {
    const match = /^\s*(\S+)\s+(\S+)\s+(\S+)\s+\S+\s+c(\d+)\s*$/.exec(line)
    if (match === null) continue
    const [internalW, switchingW, leakageW, cell] = match.slice(1).map(Number)
    powers[cell!] = { internalW: internalW!, switchingW: switchingW!, leakageW: leakageW! }
  }
  return Array.from(powers, (power, cell) => {
    if (power === undefined || Number.isNaN(power.internalW + power.switchingW)) {
      throw new Error(`OpenSTA gave no power for cell c${cell}`)
    }
    return power
  })
}
