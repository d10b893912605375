import type { Design } from './design.js'

/** What layout is held to: sign-off, and a little more for place and route, so that its estimates may err. */
const STAGES = {
  pnr: { uncertaintyNs: 0.4, deratePercent: 7, maxTransitionNs: 0.6 },
  signoff: { uncertaintyNs: 0.25, deratePercent: 5, maxTransitionNs: 0.75 },
} as const

export type ConstraintStage = keyof typeof STAGES

/** Most sinks a gate may have; LibreLane's own default for sky130_fd_sc_hd. */
const MAX_FANOUT = 10
/** Input of an `inv_16`, LibreLane's load on outputs, pF. */
const OUTPUT_LOAD_PF = 0.033442
const DRIVING_CELL = 'sky130_fd_sc_hd__inv_2'
const DRIVING_PIN = 'Y'

/**
 * Timing constraints of a design in SDC, for LibreLane and for OpenSTA by itself.
 *
 * The period follows `CLOCK_PERIOD` when a flow sets it, so that a run with another period needs no other file; delays at
 * the ports are shares of it.
 */
export function designSdc(design: Design, stage: ConstraintStage): string {
  const { clockPort, clockPeriodNs, resetPort, ports } = design
  const { uncertaintyNs, deratePercent, maxTransitionNs } = STAGES[stage]
  const share = (ns: number) => `[expr {$period * ${round(ns / clockPeriodNs)}}]`
  const [earliest, latest] = ports.clockLatencyNs ?? [0, 0]
  const lines = [
    `# ${design.name}: constraints of ${stage === 'pnr' ? 'place and route' : 'sign-off'}`,
    `set period ${clockPeriodNs}`,
    'if {[info exists ::env(CLOCK_PERIOD)]} { set period $::env(CLOCK_PERIOD) }',
    `create_clock -name ${clockPort} -period $period [get_ports ${clockPort}]`,
    `set_clock_uncertainty ${uncertaintyNs} [get_clocks ${clockPort}]`,
    `set_clock_transition ${ports.clockTransitionNs} [get_clocks ${clockPort}]`,
    ...(ports.clockLatencyNs === undefined
      ? []
      : [
          `set_clock_latency -source -early ${earliest} [get_clocks ${clockPort}]`,
          `set_clock_latency -source -late ${latest} [get_clocks ${clockPort}]`,
        ]),
    'set inputs [list]',
    'foreach port [all_inputs] {',
    `  if {[get_property $port full_name] ne "${clockPort}"} { lappend inputs $port }`,
    '}',
    `set_input_delay ${share(ports.inputDelayNs)} -clock ${clockPort} $inputs`,
    ...(resetPort === undefined || ports.resetDelayNs === undefined
      ? []
      : [`set_input_delay ${share(ports.resetDelayNs)} -clock ${clockPort} [get_ports ${resetPort}]`]),
    `set_output_delay ${share(ports.outputDelayNs)} -clock ${clockPort} [all_outputs]`,
    `set_driving_cell -lib_cell ${DRIVING_CELL} -pin ${DRIVING_PIN} $inputs`,
    `set_load ${OUTPUT_LOAD_PF} [all_outputs]`,
    `set_max_fanout ${MAX_FANOUT} [current_design]`,
    `set_max_transition ${maxTransitionNs} [current_design]`,
    `set_timing_derate -early ${round(1 - deratePercent / 100)}`,
    `set_timing_derate -late ${round(1 + deratePercent / 100)}`,
    // LibreLane says so before there is a clock tree
    'if {![info exists ::env(OPENLANE_SDC_IDEAL_CLOCKS)] || !$::env(OPENLANE_SDC_IDEAL_CLOCKS)} {',
    '  set_propagated_clock [all_clocks]',
    '}',
    '',
  ]
  return lines.join('\n')
}

function round(value: number): number {
  return Number(value.toFixed(6))
}
