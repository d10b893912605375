# user_project_wrapper: constraints of sign-off
set period 25
if {[info exists ::env(CLOCK_PERIOD)]} { set period $::env(CLOCK_PERIOD) }
create_clock -name wb_clk_i -period $period [get_ports wb_clk_i]
set_clock_uncertainty 0.25 [get_clocks wb_clk_i]
set_clock_transition 0.61 [get_clocks wb_clk_i]
set_clock_latency -source -early 4.65 [get_clocks wb_clk_i]
set_clock_latency -source -late 5.57 [get_clocks wb_clk_i]
set inputs [list]
foreach port [all_inputs] {
  if {[get_property $port full_name] ne "wb_clk_i"} { lappend inputs $port }
}
set_input_delay [expr {$period * 0.1896}] -clock wb_clk_i $inputs
set_input_delay [expr {$period * 0.5}] -clock wb_clk_i [get_ports wb_rst_i]
set_output_delay [expr {$period * 0.32}] -clock wb_clk_i [all_outputs]
set_driving_cell -lib_cell sky130_fd_sc_hd__inv_2 -pin Y $inputs
set_load 0.033442 [all_outputs]
set_max_fanout 10 [current_design]
set_max_transition 0.75 [current_design]
set_timing_derate -early 0.95
set_timing_derate -late 1.05
if {![info exists ::env(OPENLANE_SDC_IDEAL_CLOCKS)] || !$::env(OPENLANE_SDC_IDEAL_CLOCKS)} {
  set_propagated_clock [all_clocks]
}
