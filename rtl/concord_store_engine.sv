// SPDX-License-Identifier: Apache-2.0

/**
 * Store engine
 *
 * Executes its instructions in order. STORE reads a word at the end of the cycle it executes in, and the next one at the end of
 * the cycle in which the last beat of a word is accepted; beats leave low bits first, without a gap.
 */
module concord_store_engine #(
  parameter  int Lanes       = 32,
  parameter  int ActWords    = 512,
  parameter  int StreamBits  = 32,
  parameter  int QueueDepth    = 8,
  parameter  int PostLanes     = 4,
  parameter  int ResidualWords = 0,
  localparam int ActAddrBits   = $clog2(ActWords),
  localparam int WideAddrBits  = ResidualWords > 1 ? $clog2(ResidualWords) : 1,
  localparam int WideBits      = 16 * PostLanes
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   halt_i,

  // instructions
  input  logic                   push_i,
  input  logic [31:0]            instr_i,
  output logic                   ready_o,

  // ownership
  input  logic [31:0]            exists_i,
  input  logic [31:0]            owns_i,
  input  logic [31:0]            load_owns_i,
  output logic                   give_o,
  output logic [4:0]             give_bank_o,
  output logic [1:0]             give_to_o,

  // activation bank
  output logic [3:0]             bank_o,
  output logic                   next_read_o,   // the next cycle reads another word of bank_o
  output logic                   next_first_o,  // a STORE of any bank may begin at another word
  output logic [ActAddrBits-1:0] next_addr_o,   // of either
  input  logic [Lanes-1:0]       rdata_i,

  // wide bank
  output logic [WideAddrBits-1:0] wide_raddr_o,
  input  logic [WideBits-1:0]    wide_rdata_i,

  // stream out
  output logic                   out_valid_o,
  input  logic                   out_ready_i,
  output logic [StreamBits-1:0]  out_data_o,

  // state
  output logic                   idle_o,        // nothing to send and an empty queue
  output logic                   stuck_o,       // nothing to send, and nothing to do or a bank to wait for
  output logic                   wait_load_o,
  output logic                   wait_compute_o,

  // error
  output logic [3:0]             error_o,
  output logic [15:0]            error_index_o   // of the last instruction popped, a faulty one included
);

  localparam int WordBeats = Lanes / StreamBits;
  localparam int WideBeats = ResidualWords > 0 ? (WideBits + StreamBits - 1) / StreamBits : 1;
  localparam int MostBeats = WordBeats > WideBeats ? WordBeats : WideBeats;
  localparam int WordBits  = MostBeats * StreamBits;
  localparam int BeatBits  = ResidualWords > 0 ? 11 : 6;

  // Queue
  logic        valid, pop;
  logic [31:0] instr;

  concord_queue #(.Depth(QueueDepth), .Width(32)) u_queue (
    .clk_i, .rst_ni,
    .push_i, .data_i(instr_i), .ready_o,
    .pop_i(pop), .data_o(instr), .valid_o(valid)
  );

  // Decode
  logic        is_set, is_take, is_give, is_store, is_wide;
  logic [4:0]  bank;
  logic [15:0] count, store_addr_q;
  logic [31:0] unused_instr;

  assign is_set   = instr[29];
  assign is_take  = !is_set && instr[28:26] == concord_pkg::OpTake;
  assign is_give  = !is_set && instr[28:26] == concord_pkg::OpGive;
  assign is_store = !is_set && instr[28:26] == concord_pkg::OpStore;
  assign is_wide  = ResidualWords > 0 && bank == concord_pkg::BankWide;
  assign bank     = instr[4:0];
  assign count    = instr[20:5];

  assign unused_instr = instr;

  // Check
  logic [3:0]  execute_error;
  logic [16:0] room_q;  // words from store_addr_q to the end of a bank, two's complement
  logic [16:0] wide_end;

  assign wide_end = {1'b0, store_addr_q} + {1'b0, count};

  always_comb begin
    execute_error = concord_pkg::ErrorNone;
    if (is_set) begin
      if (instr[28:24] != concord_pkg::RegStoreAddr) begin
        execute_error = concord_pkg::ErrorOpcode;
      end
    end else if (!(is_take || is_give || is_store)) begin
      execute_error = concord_pkg::ErrorOpcode;
    end else if (!exists_i[bank] || (is_store && bank[4] && !is_wide) ||
                 (is_give && (instr[6:5] == concord_pkg::EngineControl || instr[6:5] == concord_pkg::EngineStore))) begin
      execute_error = concord_pkg::ErrorBank;
    end else if (!is_take && !owns_i[bank]) begin
      execute_error = concord_pkg::ErrorOwnership;
    end else if (is_store && count == '0) begin
      execute_error = concord_pkg::ErrorSize;
    end else if (is_store && (is_wide ? wide_end > 17'(ResidualWords) : (room_q[16] || count > room_q[15:0]))) begin
      execute_error = concord_pkg::ErrorAddress;
    end
  end

  // Execute. What a faulty instruction sets off nobody sees, since its error halts the chip, and a halted engine goes on where nobody
  // looks: no path leads through the checks or through halt_i.
  logic sending_d, sending_q, execute, set, start, blocked;

  assign execute     = !sending_q && valid;
  assign blocked     = execute && is_take && exists_i[bank] && !owns_i[bank];
  assign pop         = execute && !blocked;
  assign set         = execute && is_set;
  assign give_o      = execute && is_give;
  assign give_bank_o = bank;
  assign give_to_o   = instr[6:5];
  assign start       = execute && is_store;

  // Send
  logic [3:0]       bank_q;
  logic [15:0]      address_d, address_q, left_d, left_q;  // next word to read, words left after the one being sent
  logic [BeatBits-1:0] beat_d, beat_q;
  logic [WordBits-1:0] word_d, word_q, rdata;
  logic                accept, word_done, read, wide_d, wide_q, more_d, more_q;  // more_q: left_q is not 0

  assign accept    = sending_q && out_ready_i;
  assign word_done = accept && beat_q == (wide_q ? BeatBits'(WideBeats - 1) : BeatBits'(WordBeats - 1));
  assign read      = start || (word_done && more_q);
  // While nothing is sent the first word of a STORE stands ready
  assign bank_o       = sending_q ? bank_q : bank[3:0];
  assign wide_d       = start ? is_wide : wide_q;
  assign wide_raddr_o = WideAddrBits'(address_q);
  assign next_read_o  = read;
  assign next_first_o = set || (word_done && !more_q);
  assign next_addr_o  = ActAddrBits'(address_d);

  always_comb begin
    sending_d = sending_q;
    address_d = address_q;
    left_d    = left_q;
    more_d    = more_q;
    beat_d    = beat_q;
    if (accept) begin
      beat_d = word_done ? '0 : beat_q + 1'b1;
    end
    if (word_done) begin
      address_d = store_addr_q;
      left_d    = left_q - 16'd1;
      more_d    = left_q != 16'd1;
      sending_d = more_q;
    end
    if (read) begin
      address_d = address_q + 16'd1;
    end
    if (start) begin
      sending_d = 1'b1;
      left_d    = count - 16'd1;
      more_d    = count != 16'd1;
      beat_d    = '0;
    end
    if (set) begin
      address_d = instr[15:0];
    end
  end

  if (ResidualWords > 0) begin : gen_wide
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        wide_q <= 1'b0;
      end else begin
        wide_q <= wide_d;
      end
    end

    assign rdata = wide_d ? WordBits'(wide_rdata_i) : WordBits'(rdata_i);
  end else begin : gen_no_wide
    logic unused_wide;

    assign unused_wide = wide_d ^ (^wide_rdata_i);
    assign wide_q      = 1'b0;
    assign rdata       = rdata_i;
  end

  if (MostBeats == 1) begin : gen_word
    assign word_d = rdata;
  end else begin : gen_shift
    assign word_d = read ? rdata : {StreamBits'(0), word_q[WordBits-1:StreamBits]};
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      store_addr_q <= '0;
      room_q       <= 17'(ActWords);
      sending_q    <= 1'b0;
      bank_q       <= '0;
      address_q    <= '0;
      left_q       <= '0;
      more_q       <= 1'b0;
      beat_q       <= '0;
      word_q       <= '0;
    end else begin
      sending_q <= sending_d;
      address_q <= address_d;
      left_q    <= left_d;
      more_q    <= more_d;
      beat_q    <= beat_d;
      if (set) begin
        store_addr_q <= instr[15:0];
        room_q       <= 17'(ActWords) - {1'b0, instr[15:0]};
      end
      if (start) begin
        bank_q <= bank[3:0];
      end
      if (read || (accept && MostBeats > 1)) begin  // a word of one beat has nothing to shift
        word_q <= word_d;
      end
    end
  end

  assign out_valid_o = sending_q && !halt_i;
  assign out_data_o  = out_valid_o ? word_q[StreamBits-1:0] : '0;

  // State
  logic [15:0] index_d, index_q;

  assign idle_o         = !sending_q && !valid;
  assign stuck_o        = idle_o || blocked;
  assign wait_load_o    = blocked && load_owns_i[bank];
  assign wait_compute_o = blocked && !load_owns_i[bank];
  assign index_d        = pop ? index_q + 16'd1 : index_q;
  assign error_o        = execute ? execute_error : concord_pkg::ErrorNone;
  assign error_index_o  = index_q - 16'd1;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      index_q <= '0;
    end else if (!halt_i) begin
      index_q <= index_d;
    end
  end

endmodule
