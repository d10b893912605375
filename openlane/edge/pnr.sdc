# edge: constraints of place and route
set period 10
if {[info exists ::env(CLOCK_PERIOD)]} { set period $::env(CLOCK_PERIOD) }
create_clock -name clk_i -period $period [get_ports clk_i]
set_clock_uncertainty 0.4 [get_clocks clk_i]
set_clock_transition 0.15 [get_clocks clk_i]
set inputs [list]
foreach port [all_inputs] {
  if {[get_property $port full_name] ne "clk_i"} { lappend inputs $port }
}
set_input_delay [expr {$period * 0.2}] -clock clk_i $inputs
set_output_delay [expr {$period * 0.2}] -clock clk_i [all_outputs]
set_driving_cell -lib_cell sky130_fd_sc_hd__inv_2 -pin Y $inputs
set_load 0.033442 [all_outputs]
set_max_fanout 10 [current_design]
set_max_transition 0.6 [current_design]
set_timing_derate -early 0.93
set_timing_derate -late 1.07
if {![info exists ::env(OPENLANE_SDC_IDEAL_CLOCKS)] || !$::env(OPENLANE_SDC_IDEAL_CLOCKS)} {
  set_propagated_clock [all_clocks]
}
