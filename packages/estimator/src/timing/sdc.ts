/** How the chip is constrained; the shares are LibreLane's defaults. */
export const CONSTRAINTS = {
  /** Share of the period that inputs arrive late and outputs are needed early. */
  ioDelay: 0.2,
  uncertaintyNs: 0.25,
  clockTransitionNs: 0.15,
  outputLoadPf: 0.033442,
} as const

/**
 * Constraints of a chip in SDC.
 *
 * @param drivingCell - cell in front of every input
 */
export function chipSdc(periodNs: number, drivingCell: string): string {
  const { ioDelay, uncertaintyNs, clockTransitionNs, outputLoadPf } = CONSTRAINTS
  const delay = (ioDelay * periodNs).toFixed(3)
  return [
    `create_clock -name clk -period ${periodNs} [get_ports clk_i]`,
    `set_clock_uncertainty ${uncertaintyNs} [get_clocks clk]`,
    `set_clock_transition ${clockTransitionNs} [get_clocks clk]`,
    'set inputs [list]',
    'foreach port [all_inputs] { if {[get_property $port full_name] ne "clk_i"} { lappend inputs $port } }',
    `set_input_delay ${delay} -clock clk $inputs`,
    `set_output_delay ${delay} -clock clk [all_outputs]`,
    `set_driving_cell -lib_cell ${drivingCell} $inputs`,
    `set_load ${outputLoadPf} [all_outputs]`,
    '',
  ].join('\n')
}
