// Drives Caravel's user area as the management SoC would: words of beats.hex through the window, every word that comes out printed.
module bench;
  localparam int Beats = `BEATS;

  logic         wb_clk_i = 0, wb_rst_i = 1;
  logic         wbs_stb_i = 0, wbs_cyc_i = 0, wbs_we_i = 0, wbs_ack_o;
  logic [3:0]   wbs_sel_i = 4'hf;
  logic [31:0]  wbs_dat_i = 0, wbs_adr_i = 0, wbs_dat_o;
  logic [127:0] la_data_in = 0, la_data_out, la_oenb = 0;
  logic [37:0]  io_in = 0, io_out, io_oeb;
  wire  [28:0]  analog_io;
  logic         user_clock2 = 0;
  logic [2:0]   user_irq;
  logic [31:0]  beats [Beats];
  logic [31:0]  status, value;
  int           next = 0, polls = 0;

  user_project_wrapper u_wrapper (.*);

  always #12.5 wb_clk_i = !wb_clk_i;

  task transfer(input logic we, input logic [7:0] address, input logic [31:0] data, output logic [31:0] got);
    begin
      @(negedge wb_clk_i);
      wbs_cyc_i = 1;
      wbs_stb_i = 1;
      wbs_we_i  = we;
      wbs_adr_i = {24'h300000, address};
      wbs_dat_i = data;
      @(posedge wb_clk_i);
      while (!wbs_ack_o) @(posedge wb_clk_i);
      got = wbs_dat_o;
      @(negedge wb_clk_i);
      wbs_cyc_i = 0;
      wbs_stb_i = 0;
    end
  endtask

  initial begin
    $readmemh("beats.hex", beats);
    repeat (3) @(negedge wb_clk_i);
    wb_rst_i = 0;
    transfer(0, 8'h00, 0, value);
    $display("id %h", value);
    transfer(1, 8'h08, 2, value);  // CTRL: the streams belong to the window
    status = 0;
    while (!status[0] && !status[1] && polls < 20000) begin
      transfer(0, 8'h0c, 0, status);
      polls = polls + 1;
      if (status[3]) begin
        transfer(0, 8'h1c, 0, value);
        $display("out %h", value);
      end else if (!status[2] && next < Beats) begin
        transfer(1, next == Beats - 1 ? 8'h18 : 8'h14, beats[next], value);
        next = next + 1;
      end
    end
    $display("end done %b error %b irq %b pads %b", status[0], status[1], user_irq, io_oeb == '1 && io_out == '0);
    $finish;
  end
endmodule
