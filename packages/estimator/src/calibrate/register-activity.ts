import type { NetActivity } from './activity-tcl.js'
import type { FlatChip } from './flat-chip.js'

/** Prefix of Tcl that gives an activity to whatever drives a net, in netlists that keep the RTL's names, whichever cells they are of. */
const PROCEDURE = `# Changes a clock cycle, and part of the time at 1, of every register of the chip, by its name in the RTL.
proc concord_activity {net activity duty} {
  set found [get_nets -quiet $net]
  if {[llength $found] == 0} { return 0 }
  set pins {}
  foreach pin [get_pins -of_objects $found] {
    if {[get_property $pin direction] eq "output"} { lappend pins [get_full_name $pin] }
  }
  if {[llength $pins] == 0} { return 0 }
  set_power_activity -pins $pins -activity $activity -duty $duty
  return 1
}
set concord_found 0
`

/**
 * Activity of all registers and latches as Tcl for OpenSTA, for a netlist that another tool synthesised from the same RTL: LibreLane's
 * `STA_EXTRA_CORNER_TCL_FILE`. Logic between them follows from what they do.
 *
 * @param scope - instance of the chip in that netlist, with its dot, such as `u_chip.`; empty when the chip is its top
 */
export function registerActivityTcl(
  chip: FlatChip,
  { cycles, toggles, high }: NetActivity,
  scope = '',
): string {
  const lines: string[] = []
  for (const { place, signal, pins } of chip.cells) {
    const net = pins.Q
    if (signal === undefined || typeof net !== 'number') continue
    const name = `${scope}${[...chip.places[place]!, signal].join('.')}`
    const values = `${(toggles[net]! / cycles).toFixed(6)} ${high[net]!.toFixed(4)}`
    // Brackets are a pattern in Tcl; backslashes take that from them
    lines.push(`incr concord_found [concord_activity {${name.replaceAll(/[[\]]/g, '\\$&')}} ${values}]`)
  }
  return [
    PROCEDURE,
    ...lines,
    `puts "concord: activity of $concord_found of ${lines.length} registers"`,
    '',
  ].join('\n')
}
