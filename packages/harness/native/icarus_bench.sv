// Drives one chip under Icarus. The vectors hold the records of records.h; the parameters are those of concord_chip.
`timescale 1ns / 1ns

module concord_bench;
  localparam int StreamBits = `CONCORD_STREAM_BITS;

  logic         clk = 1'b0;
  logic [127:0] inputs = '0;
  wire  [127:0] outputs;

  wire [StreamBits-1:0] out_data;

  assign outputs[31:5]   = '0;
  assign outputs[127:64] = 64'(out_data);

  concord_chip #(
      `CONCORD_PARAMETERS
  ) concord_chip (
      .clk_i(clk),
      .rst_ni(inputs[0]),

      .in_valid_i(inputs[1]),
      .in_ready_o(outputs[0]),
      .in_data_i(inputs[64+:StreamBits]),
      .in_last_i(inputs[2]),

      .out_valid_o(outputs[1]),
      .out_ready_i(inputs[3]),
      .out_data_o(out_data),

      .wb_cyc_i(inputs[4]),
      .wb_stb_i(inputs[5]),
      .wb_we_i(inputs[6]),
      .wb_sel_i(inputs[11:8]),
      .wb_adr_i(inputs[23:16]),
      .wb_dat_i(inputs[63:32]),
      .wb_ack_o(outputs[2]),
      .wb_dat_o(outputs[63:32]),

      .done_o(outputs[3]),
      .error_o(outputs[4])
  );

  reg [8*1024-1:0] trace_file;

  initial begin
    if ($value$plusargs("trace=%s", trace_file)) begin
      $dumpfile(trace_file);
      $dumpvars(0, concord_chip);
    end
    forever begin
      $concord_drive;
      #1;
      $concord_observe;
      clk = 1'b1;
      #1;
      clk = 1'b0;
    end
  end
endmodule
