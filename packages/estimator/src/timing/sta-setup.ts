import { WIRE_LOAD } from './wire-load.js'

/** Files that the commands of {@link staSetup} read. */
export const STA_FILES = {
  cells: 'cells.lib',
  macros: 'macros.lib',
  wires: 'wires.lib',
  netlist: 'netlist.v',
  constraints: 'chip.sdc',
} as const

/** Set-up time of a latch before it closes, upper bound; data must have arrived by then, half a cycle after they left. */
export const LATCH_SETUP_NS = 0.5

/** What an open latch may lend, ns: more than it can, for it closes. */
const LENT_NS = 5

/** Path group of what ends in a latch; all else is in the clock's own. */
export const LATCH_GROUP = 'latch'

/** Latches that are read in the cycle in which they are written: drain registers by the post unit, words of the wide bank by the operation behind WRITE. */
const READ_WHILE_OPEN = 'u_drain\\.|u_wide_bank\\.u_bank\\.'

/**
 * OpenSTA commands that read a flat netlist of a chip.
 *
 * A latch is open in the high phase of the cycle in which its data arrive. That they arrive before it closes is asked for by itself. Where
 * a latch is read in that very cycle, the path goes on through it; every other word of a memory is read only after ownership has
 * moved or a pipeline has drained, so the paths from it begin at the edge that opens it.
 *
 * @param macros - the netlist has SRAM macros
 */
export function staSetup(macros = false): string[] {
  return [
    `read_liberty ${STA_FILES.cells}`,
    ...(macros ? [`read_liberty ${STA_FILES.macros}`] : []),
    `read_liberty ${STA_FILES.wires}`,
    `read_verilog ${STA_FILES.netlist}`,
    'link_design concord_chip',
    `source ${STA_FILES.constraints}`,
    `set_wire_load_model -name ${WIRE_LOAD.model} -library ${WIRE_LOAD.library}`,
    'set latches [all_registers -level_sensitive -data_pins]',
    `if {[llength $latches] > 0} { group_path -name ${LATCH_GROUP} -to $latches }`,
    'foreach pin $latches { set is_latch([get_full_name $pin]) 1 }',
    'set open [list]',
    'foreach latch [all_registers -level_sensitive -cells] {',
    `  if {[regexp {${READ_WHILE_OPEN}} [get_full_name $latch]]} { lappend open $latch }`,
    '}',
    // Before the first search, which a later change would not reach
    'set_max_time_borrow 0 [get_clocks clk]',
    `if {[llength $open] > 0} { set_max_time_borrow ${LENT_NS} $open }`,
    'proc closed {} { if {[llength $::open] > 0} { set_max_time_borrow 0 $::open } }',
  ]
}
