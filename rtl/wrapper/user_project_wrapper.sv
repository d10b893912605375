// SPDX-License-Identifier: Apache-2.0

/**
 * User project wrapper
 *
 * Caravel's user area, with the ports and names that Caravel gives it, around the one hardened macro. Wires only.
 */
module user_project_wrapper (
`ifdef USE_POWER_PINS
  inout  wire          vdda1,
  inout  wire          vdda2,
  inout  wire          vssa1,
  inout  wire          vssa2,
  inout  wire          vccd1,
  inout  wire          vccd2,
  inout  wire          vssd1,
  inout  wire          vssd2,
`endif
  input  logic         wb_clk_i,
  input  logic         wb_rst_i,

  // Wishbone
  input  logic         wbs_stb_i,
  input  logic         wbs_cyc_i,
  input  logic         wbs_we_i,
  input  logic [3:0]   wbs_sel_i,
  input  logic [31:0]  wbs_dat_i,
  input  logic [31:0]  wbs_adr_i,
  output logic         wbs_ack_o,
  output logic [31:0]  wbs_dat_o,

  // logic analyser
  input  logic [127:0] la_data_in,
  output logic [127:0] la_data_out,
  input  logic [127:0] la_oenb,

  // pads
  input  logic [37:0]  io_in,
  output logic [37:0]  io_out,
  output logic [37:0]  io_oeb,
  inout  wire  [28:0]  analog_io,

  // second clock, not used
  input  logic         user_clock2,

  // interrupts
  output logic [2:0]   user_irq
);

  // What this project leaves alone; not for synthesis, which has no cells here to make an assignment of
`ifndef SYNTHESIS
  logic [127:0] unused_la_data, unused_la_oenb;
  logic [37:0]  unused_io;
  logic         unused_clock;
  wire  [28:0]  unused_analog;

  assign unused_la_data = la_data_in;
  assign unused_la_oenb = la_oenb;
  assign unused_io      = io_in;
  assign unused_clock   = user_clock2;
  assign unused_analog  = analog_io;

`ifdef USE_POWER_PINS
  wire unused_power;

  assign unused_power = vdda1 && vdda2 && vssa1 && vssa2 && vccd2 && vssd2;
`endif
`endif

  concord_caravel u_concord (
`ifdef USE_POWER_PINS
    .vccd1(vccd1), .vssd1(vssd1),
`endif
    .wb_clk_i(wb_clk_i), .wb_rst_i(wb_rst_i),
    .wbs_cyc_i(wbs_cyc_i), .wbs_stb_i(wbs_stb_i), .wbs_we_i(wbs_we_i), .wbs_sel_i(wbs_sel_i),
    .wbs_adr_i(wbs_adr_i), .wbs_dat_i(wbs_dat_i), .wbs_ack_o(wbs_ack_o), .wbs_dat_o(wbs_dat_o),
    .io_out_o(io_out), .io_oeb_o(io_oeb), .la_data_o(la_data_out), .irq_o(user_irq)
  );

endmodule
