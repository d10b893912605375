import { readFileSync } from 'node:fs'
import { ConcordError } from '@concord/arch'
import { macroLiberty, usesMacros } from '../cells/macro-cells.js'
import { parseLiberty } from '../liberty/parse-liberty.js'
import { loadRecipe, loadTechnology } from '../technology/load-technology.js'
import { hasLiberty, libertyPath } from '../technology/read-liberty-corners.js'
import { chipSdc } from './sdc.js'
import { runSta } from './sta.js'
import { LATCH_SETUP_NS, STA_FILES, staSetup } from './sta-setup.js'
import { trimLiberty } from './trim-liberty.js'
import { describeWireLoad, wireLoadLiberty } from './wire-load.js'

/** The slowest path into one block. */
export interface TimingPath {
  /** Instances of the RTL around the end of the path, e.g. `u_core.u_compute_engine.u_tap_range`. */
  readonly block: string
  readonly from: string
  readonly to: string
  /** Clock period at which the path just fits, ns. */
  readonly periodNs: number
}

/** Timing in one corner. */
export interface CornerTiming {
  readonly corner: string
  /** Highest clock that all paths between registers meet. */
  readonly clockMhz: number
  readonly worstHoldSlackNs: number
  /** Slowest path of each block, slowest first. */
  readonly paths: readonly TimingPath[]
}

export interface Timing {
  readonly wireModel: string
  readonly corners: readonly CornerTiming[]
}

/** Period of the analysis; only differences to it count. */
export const PERIOD_NS = 10
/** Paths asked for: enough that every block of a chip has its slowest. */
const PATHS = 4000

/** Start of a path out of a macro, whose data come in the middle of a cycle; no standard cell has pins of these names. */
const MACRO_START = /\/(?:clk|dout)0(?:\[\d+\])?$/

/** What a pin at the end of a path belongs to. */
export type BlockOfPin = (pin: string) => string

/**
 * Static timing of a flat netlist with OpenSTA.
 *
 * @param netlist - Verilog of `concord_chip`, one cell a line
 * @param blockOf - by which paths are sorted
 * @throws StaError, MissingLibertyError
 */
export async function analyseTiming(
  netlist: string,
  technology: string,
  pdkRoot: string | undefined,
  blockOf: BlockOfPin = instanceAround,
): Promise<Timing> {
  const recipe = loadRecipe(technology)
  const facts = loadTechnology(technology)
  const macros = usesMacros(netlist, facts)
  if (!hasLiberty(recipe, pdkRoot)) throw new MissingLibertyError(recipe.liberty, pdkRoot)
  const corners: CornerTiming[] = []
  for (const corner of recipe.corners) {
    const liberty = readFileSync(libertyPath(recipe, pdkRoot, corner), 'utf8')
    const said = await runSta(
      {
        [STA_FILES.cells]: trimLiberty(liberty, netlist, [recipe.cells.buffer]),
        ...(macros && { [STA_FILES.macros]: macroLiberty(facts, corner) }),
        [STA_FILES.netlist]: netlist,
        [STA_FILES.constraints]: chipSdc(PERIOD_NS, recipe.cells.buffer),
        [STA_FILES.wires]: wireLoadLiberty(facts, headOf(liberty)),
      },
      staCommands(macros),
    )
    corners.push(cornerTiming(corner, said, blockOf))
  }
  return { wireModel: describeWireLoad(facts), corners }
}

/** The library without its cells: parsing those takes a second and nothing here needs them. */
export function headOf(liberty: string): ReturnType<typeof parseLiberty> {
  const firstCell = liberty.search(/^\s*cell \(/m)
  return parseLiberty(`${liberty.slice(0, firstCell)}}`)
}

const staCommands = (macros: boolean) =>
  [
    ...staSetup(macros),
    'proc show {kind path} {',
    '  puts "PATH|$kind|[get_property $path slack]|[get_full_name [get_property $path startpoint]]|[get_full_name [get_property $path endpoint]]"',
    '}',
    `set slowest [list -path_delay max -group_count ${PATHS} -unique_paths_to_endpoint]`,
    // All groups but the latches': names of the other ones differ between versions
    'foreach path [find_timing_paths {*}$slowest] {',
    '  if {![info exists is_latch([get_full_name [get_property $path endpoint]])]} { show max $path }',
    '}',
    'foreach path [find_timing_paths -path_delay min -group_count 1] { show min $path }',
    // Into latches, none of which lends time; only a search of its own sees that
    'if {[llength $latches] > 0} {',
    '  closed',
    '  foreach path [find_timing_paths {*}$slowest -to $latches] { show latch $path }',
    '}',
    '',
  ].join('\n')

/** Reads the lines that the commands print. */
export function cornerTiming(
  corner: string,
  said: string,
  blockOf: BlockOfPin = instanceAround,
): CornerTiming {
  const paths = said.split('\n').flatMap((line) => {
    const [mark, kind, slack, from, to] = line.split('|')
    return mark === 'PATH' ? [{ kind, slackNs: Number(slack), from: from!, to: to! }] : []
  })
  const slowest = new Map<string, TimingPath>()
  let holdNs = Number.POSITIVE_INFINITY
  for (const { kind, slackNs, from, to } of paths) {
    if (kind === 'min') holdNs = Math.min(holdNs, slackNs)
    else {
      const block = blockOf(to)
      const periodNs =
        kind === 'latch'
          ? 2 * (LATCH_SETUP_NS - slackNs)
          : PERIOD_NS - (MACRO_START.test(from) ? 2 : 1) * slackNs
      if (periodNs > (slowest.get(block)?.periodNs ?? 0)) slowest.set(block, { block, from, to, periodNs })
    }
  }
  const sorted = [...slowest.values()].sort((a, b) => b.periodNs - a.periodNs)
  return { corner, clockMhz: 1000 / sorted[0]!.periodNs, worstHoldSlackNs: holdNs, paths: sorted }
}

/** `u_core.u_array.gen_row[].u_row` of `u_core.u_array.gen_row[3].u_row.acc_q[9]_reg/D`; rows and banks are alike. */
function instanceAround(pin: string): string {
  const instance = pin.includes('/') ? pin.slice(0, pin.lastIndexOf('/')) : 'ports'
  const levels = instance.replaceAll('\\', '').split('.')
  const inside = levels.filter((level) => /^(u_|gen_)/.test(level))
  return inside.length === 0 ? 'ports' : inside.join('.').replaceAll(/\[\d+\]/g, '[]')
}

/** Static timing needs the Liberty files themselves. */
export class MissingLibertyError extends ConcordError {
  override readonly name = 'MissingLibertyError'

  constructor(liberty: string, pdkRoot: string | undefined) {
    super({
      what: 'Static timing needs the PDK',
      where: `PDK_ROOT=${pdkRoot ?? ''}`,
      why: `it does not hold ${liberty} for every corner`,
      fix: 'set PDK_ROOT to an installed PDK, for sky130 "ciel enable --pdk-family sky130 …"',
    })
  }
}
