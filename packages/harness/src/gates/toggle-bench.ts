/** A bench that gives recorded inputs to a flat gate netlist, writes its outputs down, and dumps its nets but nothing inside the cells. */
export function toggleBench(streamBits: number, records: number): string {
  return `\`timescale 1ns / 1ns
module bench;
  reg [127:0] records [0:${records - 1}];
  reg [127:0] inputs = 128'd0;
  reg clk = 1'b0;
  wire [127:0] outputs;
  wire [${streamBits - 1}:0] out_data;
  integer cycle;
  integer file;
  assign outputs[31:5] = 27'd0;
  assign outputs[127:64] = out_data;
  concord_chip chip (
    .clk_i(clk), .rst_ni(inputs[0]),
    .in_valid_i(inputs[1]), .in_ready_o(outputs[0]), .in_data_i(inputs[${63 + streamBits}:64]), .in_last_i(inputs[2]),
    .out_valid_o(outputs[1]), .out_ready_i(inputs[3]), .out_data_o(out_data),
    .wb_cyc_i(inputs[4]), .wb_stb_i(inputs[5]), .wb_we_i(inputs[6]), .wb_sel_i(inputs[11:8]),
    .wb_adr_i(inputs[23:16]), .wb_dat_i(inputs[63:32]), .wb_ack_o(outputs[2]), .wb_dat_o(outputs[63:32]),
    .done_o(outputs[3]), .error_o(outputs[4])
  );
  initial begin
    $readmemh("inputs.hex", records);
    file = $fopen("outputs.hex", "w");
    $dumpfile("toggles.vcd");
    $dumpvars(1, chip);
    for (cycle = 0; cycle < ${records}; cycle = cycle + 1) begin
      inputs = records[cycle];
      #1;
      $fwrite(file, "%h\\n", outputs);
      clk = 1'b1;
      #1;
      clk = 1'b0;
    end
    $fclose(file);
    $finish;
  end
endmodule
`
}
