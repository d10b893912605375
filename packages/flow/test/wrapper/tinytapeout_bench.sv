// Drives a TinyTapeout project as its host would: bytes of beats.hex in, every byte that comes out printed, pauses on both sides.
module bench;
  localparam int Beats = `BEATS;

  logic       clk = 0, rst_n = 0;
  logic [7:0] ui_in = 0, uo_out, uio_in = 0, uio_out, uio_oe;
  logic [7:0] beats [Beats];
  int         next = 0, cycles = 0;

  tt_um_concord #(`PARAMETERS) u_project (.ena(1'b1), .*);

  always #5 clk = !clk;

  initial begin
    $readmemh("beats.hex", beats);
    #42 rst_n = 1;
  end

  // Between edges: a beat once offered stays; ready comes and goes
  always @(negedge clk) begin
    if (rst_n) begin
      uio_in[0] <= next < Beats && (uio_in[0] || $urandom_range(3) != 0);
      uio_in[1] <= next == Beats - 1;
      uio_in[2] <= $urandom_range(2) != 0;
      ui_in     <= beats[next < Beats ? next : 0];
    end
  end

  always @(posedge clk) begin
    if (rst_n) begin
      cycles <= cycles + 1;
      if (uio_in[0] && uio_out[3]) begin
        next <= next + 1;
        uio_in[0] <= 1'b0;
      end
      if (uio_out[4] && uio_in[2]) $display("out %h", uo_out);
      if (uio_out[5] || uio_out[6] || cycles == 200000) begin
        $display("end done %b error %b directions %b", uio_out[5], uio_out[6], uio_oe);
        $finish;
      end
    end
  end
endmodule
