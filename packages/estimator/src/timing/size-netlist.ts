import { readFileSync } from 'node:fs'
import type { CellLibrary } from '../cells/cell-library.js'
import { loadLibrary } from '../cells/load-library.js'
import { macroLiberty, usesMacros } from '../cells/macro-cells.js'
import { attribute } from '../liberty/read-group.js'
import type { Synthesis } from '../synthesis/synthesise.js'
import { loadRecipe, loadTechnology } from '../technology/load-technology.js'
import { hasLiberty, libertyPath } from '../technology/read-liberty-corners.js'
import { headOf, MissingLibertyError, PERIOD_NS } from './analyse-timing.js'
import { chipSdc } from './sdc.js'
import { runSta } from './sta.js'
import { LATCH_GROUP, LATCH_SETUP_NS, STA_FILES, staSetup } from './sta-setup.js'
import { trimLiberty } from './trim-liberty.js'
import { wireLoadLiberty } from './wire-load.js'

/** How the sizing goes. */
const SIZING = {
  rounds: 120,
  /** Rounds without a gain after which it ends. */
  patience: 12,
  /** A gain, ns. */
  gainNs: 0.01,
  /** Paths looked at in a round: the slowest of each group, as far as they are in this window behind the slowest of all. */
  paths: 1500,
  windowNs: 0.5,
  /** Gates made larger on each path, the slowest first. */
  gates: 3,
} as const

/**
 * Picks larger drive strengths on the slowest paths of a chip mapped for speed, until they get no shorter. ABC sizes before, but sees the logic
 * between registers and library cells of the RTL only, and takes none of it to be late; here the whole path counts, with the wire model.
 *
 * @param synthesis - a flat chip
 * @returns the same with other cells; nothing is added or taken away
 * @throws StaError, MissingLibertyError
 */
export async function sizeNetlist(synthesis: Synthesis, pdkRoot: string | undefined): Promise<Synthesis> {
  const { technology, netlist } = synthesis
  const recipe = loadRecipe(technology)
  const library = loadLibrary(technology)
  if (!hasLiberty(recipe, pdkRoot)) throw new MissingLibertyError(recipe.liberty, pdkRoot)
  const libraries = recipe.corners.map((corner) => readFileSync(libertyPath(recipe, pdkRoot, corner), 'utf8'))
  const liberty = libraries.reduce((slow, other) => (supplyOf(other) < supplyOf(slow) ? other : slow))
  const larger = largerCells(library)
  const facts = loadTechnology(technology)
  const macros = usesMacros(netlist, facts)
  const said = await runSta(
    {
      [STA_FILES.cells]: trimLiberty(liberty, netlist, [recipe.cells.buffer, ...larger.values()]),
      ...(macros && { [STA_FILES.macros]: macroLiberty(facts, recipe.corners[libraries.indexOf(liberty)]!) }),
      [STA_FILES.netlist]: netlist,
      [STA_FILES.constraints]: chipSdc(PERIOD_NS, recipe.cells.buffer),
      [STA_FILES.wires]: wireLoadLiberty(facts, headOf(liberty)),
    },
    sizingCommands(larger, macros),
  )
  return withCells(synthesis, library, chosenCells(said))
}

/** A larger cell whose mean delay is that many times the smaller one's is no choice; what others gain shows with large loads only. */
const SLOWER = 1.2

/** Supply of the corner, V: the lowest is the slowest corner. */
function supplyOf(liberty: string): number {
  return Number(attribute(headOf(liberty), 'nom_voltage'))
}

/**
 * The next larger drive strength of each cell that has one, `nand2_2` of `nand2_1`; clock gates and latches stay as the RTL says. The largest
 * full adder is left out: at usual loads it is a third slower than the one before.
 */
export function largerCells({ cells }: CellLibrary): Map<string, string> {
  const strengths = new Map<string, [strength: number, cell: string][]>()
  const isMuchSlower = (cell: string, other: string) => cells[cell]!.delayNs > SLOWER * cells[other]!.delayNs
  for (const [cell, { clockGate, storage }] of Object.entries(cells)) {
    const [, family, strength] = /^(.*)_(\d+)$/.exec(cell) ?? []
    if (family === undefined || clockGate !== undefined || storage?.kind === 'latch') continue
    strengths.set(family, [...(strengths.get(family) ?? []), [Number(strength), cell]])
  }
  const larger = new Map<string, string>()
  for (const family of strengths.values()) {
    family.sort(([a], [b]) => a - b)
    for (let i = 1; i < family.length; i++) {
      const [cell, next] = [family[i - 1]![1], family[i]![1]]
      if (!isMuchSlower(next, cell)) larger.set(cell, next)
    }
  }
  return larger
}

function sizingCommands(larger: ReadonlyMap<string, string>, macros: boolean): string {
  const { rounds, patience, gainNs, paths, windowNs, gates } = SIZING
  return [
    ...staSetup(macros),
    ...[...larger].map(([cell, next]) => `set larger(${cell}) ${next}`),
    // Delays of the gates of a path, with their instances
    'proc gates {path} {',
    '  set gates [list]; set from 0; set around ""',
    '  foreach point [get_property $path points] {',
    '    set pin [get_full_name [get_property $point pin]]; set at [get_property $point arrival]',
    '    set instance [string range $pin 0 [expr {[string last / $pin] - 1}]]',
    '    if {$around eq "" || $instance eq $around} { lappend gates [list [expr {$at - $from}] $instance] }',
    '    set around $instance; set from $at',
    '  }',
    '  return [lsort -real -decreasing -index 0 $gates]',
    '}',
    // Choose on the slowest paths of a group; a path into a latch counts as the period of which it takes half
    'proc choose {group} {',
    '  global worst chosen larger',
    `  foreach path [find_timing_paths -path_delay max -path_group $group -group_count ${paths} -unique_paths_to_endpoint] {`,
    '    set slack [get_property $path slack]',
    `    if {$group eq "${LATCH_GROUP}"} { set slack [expr {${PERIOD_NS} - 2 * (${LATCH_SETUP_NS} - $slack)}] }`,
    '    if {$slack < $worst} { set worst $slack }',
    `    if {$slack > $worst + ${windowNs}} break`,
    '    set found 0',
    '    foreach gate [gates $path] {',
    '      set instance [lindex $gate 1]',
    '      if {![info exists chosen($instance)]} {',
    '        set cell [get_cells -quiet $instance]',
    '        if {$cell eq ""} continue',
    '        set type [get_property $cell ref_name]',
    '        if {![info exists larger($type)]} continue',
    '        set chosen($instance) $larger($type)',
    '      }',
    `      if {[incr found] >= ${gates}} break`,
    '    }',
    '  }',
    '}',
    'set best -1e9; set since 0',
    `for {set round 0} {$round < ${rounds} && $since < ${patience}} {incr round} {`,
    '  array unset chosen; array set chosen {}; set worst 1e9',
    `  if {[llength $latches] > 0} { choose ${LATCH_GROUP} }`,
    '  choose clk',
    '  puts "SLACK|$worst"',
    `  if {$worst > $best + ${gainNs}} { set best $worst; set since 0 } else { incr since }`,
    '  foreach {instance cell} [array get chosen] { replace_cell [get_cells $instance] $cell; puts "CELL|$instance|$cell" }',
    '}',
    '',
  ].join('\n')
}

/** Cells by instance, as they were when the slowest path was shortest. */
export function chosenCells(said: string): Map<string, string> {
  const chosen = new Map<string, string>()
  let best = new Map<string, string>()
  let bestSlack = Number.NEGATIVE_INFINITY
  for (const line of said.split('\n')) {
    const [mark, what, cell] = line.split('|')
    if (mark === 'CELL') chosen.set(what!, cell!)
    if (mark !== 'SLACK' || Number(what) <= bestSlack) continue
    bestSlack = Number(what)
    best = new Map(chosen)
  }
  return best
}

/** A flat netlist has one cell a line: `  type name (…);`, with `\` in front of a name that is no identifier. */
function withCells(
  synthesis: Synthesis,
  library: CellLibrary,
  chosen: ReadonlyMap<string, string>,
): Synthesis {
  const cells: Record<string, number> = { ...synthesis.cells }
  let addedUm2 = 0
  const netlist = synthesis.netlist.replace(
    /^ {2}(\w+) (\\?(\S+) +)(?=\()/gm,
    (line, type: string, written: string, name: string) => {
      const next = chosen.get(name)
      if (next === undefined) return line
      addedUm2 += library.cells[next]!.areaUm2 - library.cells[type]!.areaUm2
      cells[type] = cells[type]! - 1
      cells[next] = (cells[next] ?? 0) + 1
      return `  ${next} ${written}`
    },
  )
  const [block] = synthesis.blocks
  return {
    ...synthesis,
    netlist,
    cellAreaUm2: synthesis.cellAreaUm2 + addedUm2,
    blocks: [{ ...block!, ownUm2: block!.ownUm2 + addedUm2, totalUm2: block!.totalUm2 + addedUm2 }],
    cells: Object.fromEntries(
      Object.entries(cells)
        .filter(([, n]) => n > 0)
        .sort((a, b) => b[1] - a[1]),
    ),
  }
}
