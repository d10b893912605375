// SPDX-License-Identifier: Apache-2.0

/**
 * Activation banks
 *
 * `Banks` memories of one read and one write port. A bank's owner has both to itself: the load engine and the post unit
 * write, the array and the store engine read. So each port is a multiplexer steered by ownership, never an arbiter.
 *
 * A read is asked for in the cycle before (see concord_bank). What a STORE would read first stands ready in every bank that
 * the store engine owns.
 */
module concord_act_banks #(
  parameter  int Banks       = 3,
  parameter  int Words       = 512,
  parameter  int Lanes       = 32,
  parameter  int Segment     = 32,  // bits the post unit writes together
  parameter  bit Latch       = 1,
  parameter  bit Sram        = 0,
  localparam int ActAddrBits = $clog2(Words),
  localparam int Segments    = Lanes / Segment
) (
  input  logic                   clk_i,

  // ownership
  input  logic [31:0]            load_owns_i,
  input  logic [31:0]            store_owns_i,
  input  logic [31:0]            store_owns_next_i,

  // load engine
  input  logic [Banks-1:0]       load_we_i,
  input  logic [ActAddrBits-1:0] load_waddr_i,
  input  logic [Lanes-1:0]       load_wdata_i,

  // post unit
  input  logic [3:0]             post_bank_i,
  input  logic [Segments-1:0]    post_we_i,
  input  logic [ActAddrBits-1:0] post_waddr_i,
  input  logic [Lanes-1:0]       post_wdata_i,

  // array: what it reads in the next cycle
  input  logic [3:0]             compute_bank_i,
  input  logic                   compute_read_i,
  input  logic [ActAddrBits-1:0] compute_raddr_i,
  output logic [Lanes-1:0]       compute_rdata_o,

  // store engine: what it reads in the next cycle
  input  logic [3:0]             store_bank_i,     // of store_rdata_o
  input  logic                   store_read_i,     // another word of this bank
  input  logic                   store_first_i,    // the first word of a STORE of any bank
  input  logic [ActAddrBits-1:0] store_raddr_i,
  output logic [Lanes-1:0]       store_rdata_o
);

  logic [Banks*Lanes-1:0] rdata;
  logic [31:0]            unused_owns;

  assign unused_owns = load_owns_i | store_owns_i | store_owns_next_i;

  for (genvar b = 0; b < Banks; b++) begin : gen_bank
    logic                   re;
    logic [Lanes-1:0]       wdata;
    logic [Segments-1:0]    we;
    logic [ActAddrBits-1:0] waddr, raddr;

    assign we    = {Segments{load_we_i[b]}} | (post_we_i & {Segments{post_bank_i == 4'(b)}});
    assign waddr = load_owns_i[b] ? load_waddr_i : post_waddr_i;
    assign wdata = load_owns_i[b] ? load_wdata_i : post_wdata_i;
    assign re    = store_owns_next_i[b] ? store_first_i || !store_owns_i[b] || (store_read_i && store_bank_i == 4'(b)) :
                   compute_read_i && compute_bank_i == 4'(b);
    assign raddr = store_owns_next_i[b] ? store_raddr_i : compute_raddr_i;

    concord_bank #(.Depth(Words), .Width(Lanes), .Segment(Segment), .Latch(Latch), .Sram(Sram)) u_bank (
      .clk_i, .we_i(we), .waddr_i(waddr), .wdata_i(wdata), .re_i(re), .raddr_i(raddr),
      .rdata_o(rdata[b*Lanes +: Lanes])
    );
  end

  assign compute_rdata_o = rdata[compute_bank_i*Lanes +: Lanes];
  assign store_rdata_o   = rdata[store_bank_i*Lanes +: Lanes];

endmodule
