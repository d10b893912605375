// SPDX-License-Identifier: Apache-2.0

/**
 * Memory of SRAM macros, sky130 body: as many beside each other as the word asks for, as many blocks as there are words. Port 0 does everything,
 * port 1 rests. A block's clock stops while it is not asked for anything: its macros would burn as much for nothing as for a read.
 */
module concord_sram_bank #(
  parameter  int Depth    = 512,    // a multiple of 256
  parameter  int Width    = 32,
  parameter  int Segment  = Width,  // all of Width, or a multiple of 8
  localparam int Segments = Width / Segment,
  localparam int AddrBits = $clog2(Depth)
) (
  input  logic                clk_i,

  input  logic [Segments-1:0] we_i,
  input  logic [AddrBits-1:0] waddr_i,
  input  logic [Width-1:0]    wdata_i,

  input  logic                re_i,
  input  logic [AddrBits-1:0] raddr_i,
  output logic [Width-1:0]    rdata_o
);

  localparam int MacroBits     = 32;
  localparam int MacroWords    = Depth % 512 == 0 ? 512 : 256;
  localparam int MacroAddrBits = $clog2(MacroWords);
  localparam int Blocks        = Depth / MacroWords;
  localparam int Columns       = (Width + MacroBits - 1) / MacroBits;
  localparam int MaskBits      = MacroBits / 8;

  logic                           write;
  logic [AddrBits-1:0]            addr;
  logic [Columns*MacroBits-1:0]   wdata;
  logic [Columns*MaskBits-1:0]    mask;
  logic [Blocks-1:0]              selected, reading;
  logic [Blocks*Width-1:0]        words;

  assign write = |we_i;
  assign addr  = write ? waddr_i : raddr_i;
  assign wdata = (Columns*MacroBits)'(wdata_i);

  for (genvar m = 0; m < Columns * MaskBits; m++) begin : gen_mask
    assign mask[m] = we_i[8 * m < Width ? 8 * m / Segment : 0];
  end

  for (genvar b = 0; b < Blocks; b++) begin : gen_block
    logic                         block_clk;
    logic [Columns*MacroBits-1:0] rdata;

    if (Blocks == 1) begin : gen_only
      assign selected[b] = 1'b1;
    end else begin : gen_one
      assign selected[b] = addr[AddrBits-1:MacroAddrBits] == (AddrBits-MacroAddrBits)'(b);
    end

    concord_clock_gate u_gate (.clk_i, .en_i((write || re_i) && selected[b]), .clk_o(block_clk));

    for (genvar c = 0; c < Columns; c++) begin : gen_column
      logic [MacroBits-1:0] unused_rdata;

      if (MacroWords == 512) begin : gen_512
        sky130_sram_2kbyte_1rw1r_32x512_8 u_macro (
          .clk0(block_clk), .csb0(1'b0), .web0(!write), .wmask0(mask[c*MaskBits +: MaskBits]),
          .addr0(addr[MacroAddrBits-1:0]), .din0(wdata[c*MacroBits +: MacroBits]), .dout0(rdata[c*MacroBits +: MacroBits]),
          .clk1(1'b0), .csb1(1'b1), .addr1('0), .dout1(unused_rdata)
        );
      end else begin : gen_256
        sky130_sram_1kbyte_1rw1r_32x256_8 u_macro (
          .clk0(block_clk), .csb0(1'b0), .web0(!write), .wmask0(mask[c*MaskBits +: MaskBits]),
          .addr0(addr[MacroAddrBits-1:0]), .din0(wdata[c*MacroBits +: MacroBits]), .dout0(rdata[c*MacroBits +: MacroBits]),
          .clk1(1'b0), .csb1(1'b1), .addr1('0), .dout1(unused_rdata)
        );
      end
    end

    assign words[b*Width +: Width] = rdata[Width-1:0];
  end

  if (Blocks == 1) begin : gen_word
    logic unused_reading;

    assign reading        = '1;
    assign unused_reading = reading[0];
    assign rdata_o        = words;
  end else begin : gen_select
    concord_gated_register #(.Width(Blocks)) u_reading (.clk_i, .en_i(re_i), .data_i(selected), .data_o(reading));
    concord_word_select #(.Depth(Blocks), .Width(Width)) u_select (.words_i(words), .selected_i(reading), .word_o(rdata_o));
  end

endmodule
