// SPDX-License-Identifier: Apache-2.0

/**
 * Load engine
 *
 * Executes load instructions as the command unit dispatches them. A LOAD_* turns the stream into its payload from the next
 * cycle on, one beat a cycle; beats are assembled into a word, and the cycle of a word's last beat writes it. Weights come
 * row by row (words fastest), thresholds slot by slot (rows fastest), activation words in order.
 *
 * The assembled word stays in `assembly_q` for the cycle after the write, which is when latches take it.
 */
module concord_load_engine #(
  parameter  int Rows          = 32,
  parameter  int Lanes         = 32,
  parameter  int WeightDepth   = 16,
  parameter  int AccBits       = 16,
  parameter  int ActBanks      = 3,
  parameter  int ActWords      = 512,
  parameter  int PostLanes     = 4,
  parameter  int ParamDepth    = 3,
  parameter  int ResidualWords = 0,
  parameter  int StreamBits    = 32,
  localparam int ActAddrBits    = $clog2(ActWords),
  localparam int WeightAddrBits = $clog2(2 * WeightDepth),
  localparam int PostSteps      = Rows / PostLanes,
  localparam int ParamWords     = 2 * ParamDepth * PostSteps,
  localparam int ParamAddrBits  = $clog2(ParamWords),
  localparam int WideAddrBits   = ResidualWords > 1 ? $clog2(ResidualWords) : 1,
  localparam int WideBits       = 16 * PostLanes
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,

  // instruction
  input  logic                     valid_i,
  input  logic [31:0]              instr_i,
  input  logic [31:0]              instr_next_i,   // with gather_i it becomes this
  input  logic                     gather_i,
  output logic                     ready_o,
  output logic [3:0]               error_o,

  // payload
  output logic                     payload_o,  // this cycle's beat is payload
  input  logic                     beat_i,     // a beat is accepted
  input  logic [StreamBits-1:0]    data_i,

  // ownership
  input  logic [31:0]              exists_i,
  input  logic [31:0]              owns_i,
  input  logic [31:0]              compute_owns_i,
  input  logic [31:0]              store_owns_i,
  output logic                     give_o,
  output logic [4:0]               give_bank_o,
  output logic [1:0]               give_to_o,

  // memories
  output logic [ActBanks-1:0]      act_we_o,
  output logic [ActAddrBits-1:0]   act_waddr_o,
  output logic [Rows-1:0]          weight_we_o,
  output logic [WeightAddrBits-1:0] weight_waddr_o,    // bank 0 first, then bank 1
  output logic [PostLanes-1:0]     threshold_we_o,
  output logic [ParamAddrBits-1:0] threshold_waddr_o,
  output logic                     wide_we_o,
  output logic [WideAddrBits-1:0]  wide_waddr_o,
  output logic [Lanes-1:0]         word_o,
  output logic [AccBits-1:0]       threshold_o,
  output logic [WideBits-1:0]      wide_o,

  // events
  output logic                     wait_compute_o,
  output logic                     wait_store_o
);

  localparam int WordBeats      = Lanes / StreamBits;
  localparam int ThresholdBeats = (AccBits + StreamBits - 1) / StreamBits;
  localparam int WideBeats      = ResidualWords > 0 ? (WideBits + StreamBits - 1) / StreamBits : 1;
  localparam int LaneWordBits   = (Lanes > ThresholdBeats * StreamBits) ? Lanes : ThresholdBeats * StreamBits;
  localparam int AssemblyBits   = (LaneWordBits > WideBeats * StreamBits) ? LaneWordBits : WideBeats * StreamBits;
  localparam int BeatBits       = ResidualWords > 0 ? 11 : 6;
  localparam int LaneBits       = PostLanes > 1 ? $clog2(PostLanes) : 1;

  // Decode
  logic        is_set;
  logic [2:0]  op;
  logic        is_take, is_give, is_act, is_wide, is_weights, is_thresholds, to_rows;
  logic [4:0]  bank;
  logic [15:0] load_addr_q;
  logic [15:0] words;
  logic [9:0]  rows;
  logic [31:0] unused_instr;

  assign is_set        = instr_i[29];
  assign op            = instr_i[28:26];
  assign is_take       = !is_set && op == concord_pkg::OpTake;
  assign is_give       = !is_set && op == concord_pkg::OpGive;
  assign is_act        = !is_set && op == concord_pkg::OpLoadAct;
  assign is_wide       = ResidualWords > 0 && is_act && instr_i[4:0] == concord_pkg::BankWide;
  assign is_weights    = !is_set && op == concord_pkg::OpLoadWeights;
  assign is_thresholds = !is_set && op == concord_pkg::OpLoadThresholds;
  assign to_rows       = is_weights || is_thresholds;
  assign bank          = to_rows ? {4'b1000, instr_i[0]} : instr_i[4:0];
  assign rows          = instr_i[19:10];
  assign unused_instr  = instr_i;

  always_comb begin
    words = instr_i[20:5];
    if (is_weights) begin
      words = {7'd0, instr_i[9:1]};
    end else if (is_thresholds) begin
      words = {11'd0, instr_i[5:1]};
    end
  end

  // Check what is wrong with an instruction by itself, while it is gathered
  logic        next_is_act, next_is_weights, next_is_thresholds, next_is_wide;
  logic        next_no_words, next_no_rows;
  logic        bank_bad_d, bank_bad_q, size_bad_d, size_bad_q;
  logic [9:0]  next_rows;
  logic [31:0] unused_next;

  assign unused_next        = instr_next_i;
  assign next_is_act        = instr_next_i[28:26] == concord_pkg::OpLoadAct;
  assign next_is_weights    = instr_next_i[28:26] == concord_pkg::OpLoadWeights;
  assign next_is_thresholds = instr_next_i[28:26] == concord_pkg::OpLoadThresholds;
  assign next_is_wide       = ResidualWords > 0 && instr_next_i[4:0] == concord_pkg::BankWide;
  assign next_rows          = instr_next_i[19:10];
  assign next_no_words      = next_is_act ? instr_next_i[20:5] == '0 :
                              next_is_weights ? instr_next_i[9:1] == '0 : instr_next_i[5:1] == '0;
  assign next_no_rows       = next_rows == '0 || next_rows > 10'(Rows);
  assign size_bad_d         = (next_is_act && next_no_words) ||
                              ((next_is_weights || next_is_thresholds) && (next_no_words || next_no_rows));
  assign bank_bad_d         = !(next_is_weights || next_is_thresholds) &&
                              (!exists_i[instr_next_i[4:0]] || (next_is_act && instr_next_i[4] && !next_is_wide) ||
                               (instr_next_i[28:26] == concord_pkg::OpGive &&
                                (instr_next_i[6:5] == concord_pkg::EngineControl ||
                                 instr_next_i[6:5] == concord_pkg::EngineLoad)));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bank_bad_q <= 1'b0;
      size_bad_q <= 1'b0;
    end else if (gather_i) begin
      bank_bad_q <= bank_bad_d;
      size_bad_q <= size_bad_d;
    end
  end

  // Check what depends on the state
  logic [16:0] room_q;  // words from load_addr_q to the end of an activation bank, two's complement
  logic [16:0] wide_end;
  logic [9:0]  weight_end;
  logic [5:0]  slot_end;
  logic        owned, bad_address, is_load, own_needed;

  assign is_load    = is_act || is_weights || is_thresholds;
  assign wide_end   = {1'b0, load_addr_q} + {1'b0, words};
  assign weight_end = {1'b0, load_addr_q[8:0]} + {1'b0, instr_i[9:1]};
  assign slot_end   = {1'b0, load_addr_q[4:0]} + {1'b0, instr_i[5:1]};
  assign owned      = to_rows ? owns_i[{4'b1000, instr_i[0]}] : owns_i[instr_i[4:0]];
  assign own_needed = is_give || is_load;

  always_comb begin
    bad_address = 1'b0;
    if (is_wide) begin
      bad_address = wide_end > 17'(ResidualWords);
    end else if (is_act) begin
      bad_address = room_q[16] || instr_i[20:5] > room_q[15:0];
    end else if (is_weights) begin
      bad_address = load_addr_q[15:9] != '0 || weight_end > 10'(WeightDepth);
    end else if (is_thresholds) begin
      bad_address = load_addr_q[15:5] != '0 || slot_end > 6'(ParamDepth);
    end
  end

  always_comb begin
    error_o = concord_pkg::ErrorNone;
    if (!is_set) begin
      if (bank_bad_q) begin
        error_o = concord_pkg::ErrorBank;
      end else if (own_needed && !owned) begin
        error_o = concord_pkg::ErrorOwnership;
      end else if (size_bad_q) begin
        error_o = concord_pkg::ErrorSize;
      end else if (bad_address) begin
        error_o = concord_pkg::ErrorAddress;
      end
    end
  end

  // Execute
  logic start, set;

  assign ready_o        = !is_take || owns_i[instr_i[4:0]];
  assign give_o         = valid_i && is_give;
  assign give_bank_o    = instr_i[4:0];
  assign give_to_o      = instr_i[6:5];
  assign set            = valid_i && is_set;
  assign start          = valid_i && is_load;
  assign wait_compute_o = valid_i && is_take && compute_owns_i[instr_i[4:0]];
  assign wait_store_o   = valid_i && is_take && store_owns_i[instr_i[4:0]];

  // Payload: words (threshold slots) left with the one that is gathered, and a row counter, whichever is fastest
  logic                 payload_d, payload_q;
  logic                 to_act_q, to_weights_q, to_thresholds_q;
  logic [4:0]           bank_q;
  logic [15:0]          words_q, left_d, left_q;
  logic [15:0]          address_d, address_q;  // of the word or slot
  logic [9:0]           row_last_q, row_d, row_q;
  logic [LaneBits-1:0]  lane_d, lane_q;    // row = step * PostLanes + lane
  logic [9:0]           step_d, step_q;
  logic [BeatBits-1:0]  beat_d, beat_q, beat_last;
  logic                 last_word_d, last_word_q;  // left_q is 1
  logic                 to_wide, write, last_row, last_lane;

  assign to_wide   = ResidualWords > 0 && to_act_q && bank_q == concord_pkg::BankWide;
  assign beat_last = to_thresholds_q ? BeatBits'(ThresholdBeats - 1) :
                     to_wide ? BeatBits'(WideBeats - 1) : BeatBits'(WordBeats - 1);
  assign write     = beat_i && beat_q == beat_last;
  assign last_row  = to_act_q || row_q == row_last_q;
  assign last_lane = lane_q == LaneBits'(PostLanes - 1);

  always_comb begin
    payload_d   = payload_q;
    beat_d      = beat_q;
    left_d      = left_q;
    last_word_d = last_word_q;
    address_d   = address_q;
    row_d       = row_q;
    lane_d      = lane_q;
    step_d      = step_q;
    if (beat_i) begin
      beat_d = write ? '0 : beat_q + 1'b1;
    end
    if (write && to_thresholds_q) begin
      row_d  = last_row ? '0 : row_q + 10'd1;
      lane_d = (last_row || last_lane) ? '0 : lane_q + 1'b1;
      if (last_row) begin
        step_d      = '0;
        left_d      = left_q - 16'd1;
        last_word_d = left_q == 16'd2;
        address_d   = address_q + 16'd1;
      end else if (last_lane) begin
        step_d = step_q + 10'd1;
      end
    end else if (write) begin
      left_d      = last_word_q ? words_q : left_q - 16'd1;
      last_word_d = last_word_q ? words_q == 16'd1 : left_q == 16'd2;
      address_d   = last_word_q ? load_addr_q : address_q + 16'd1;
      row_d       = last_word_q ? row_q + 10'd1 : row_q;
    end
    if (write && last_word_q && last_row) begin
      payload_d = 1'b0;
    end
    if (start) begin
      payload_d   = 1'b1;
      beat_d      = '0;
      left_d      = words;
      last_word_d = words == 16'd1;
      address_d   = load_addr_q;
      row_d       = '0;
      lane_d      = '0;
      step_d      = '0;
    end
  end

  // Assemble: the newest beat enters at the top
  logic [AssemblyBits-1:0] assembly;

  if (AssemblyBits > StreamBits) begin : gen_shift
    logic [AssemblyBits-StreamBits-1:0] assembly_q;

    always_ff @(posedge clk_i) begin
      if (beat_i) begin
        assembly_q <= assembly[AssemblyBits-1:StreamBits];
      end
    end

    assign assembly = {data_i, assembly_q};
  end else begin : gen_beat
    assign assembly = data_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      load_addr_q     <= '0;
      room_q          <= 17'(ActWords);
      payload_q       <= 1'b0;
      to_act_q        <= 1'b0;
      to_weights_q    <= 1'b0;
      to_thresholds_q <= 1'b0;
      bank_q          <= '0;
      words_q         <= '0;
      row_last_q      <= '0;
      left_q          <= '0;
      last_word_q     <= 1'b0;
      address_q       <= '0;
      row_q           <= '0;
      lane_q          <= '0;
      step_q          <= '0;
      beat_q          <= '0;
    end else begin
      payload_q   <= payload_d;
      left_q      <= left_d;
      last_word_q <= last_word_d;
      address_q   <= address_d;
      row_q       <= row_d;
      lane_q      <= lane_d;
      step_q      <= step_d;
      beat_q      <= beat_d;
      if (set) begin
        load_addr_q <= instr_i[15:0];
        room_q      <= 17'(ActWords) - {1'b0, instr_i[15:0]};
      end
      if (start) begin
        to_act_q        <= is_act;
        to_weights_q    <= is_weights;
        to_thresholds_q <= is_thresholds;
        bank_q          <= bank;
        words_q         <= words;
        row_last_q      <= rows - 10'd1;
      end
    end
  end

  // Write: the checks at dispatch keep every address inside its memory
  logic [ParamAddrBits-1:0] slot;
  logic [15:0]              unused_address;

  assign unused_address    = address_q;
  assign payload_o         = payload_q;
  assign slot              = ParamAddrBits'(address_q) + (bank_q[0] ? ParamAddrBits'(ParamDepth) : '0);
  assign act_waddr_o       = ActAddrBits'(address_q);
  assign weight_waddr_o    = WeightAddrBits'(address_q) + (bank_q[0] ? WeightAddrBits'(WeightDepth) : '0);
  assign threshold_waddr_o = ParamAddrBits'(slot * ParamAddrBits'(PostSteps)) + ParamAddrBits'(step_q);
  assign word_o            = assembly[AssemblyBits-1 -: Lanes];
  assign threshold_o       = assembly[AssemblyBits - ThresholdBeats*StreamBits +: AccBits];

  assign wide_we_o         = write && to_wide;
  assign wide_waddr_o      = WideAddrBits'(address_q);

  if (ResidualWords > 0) begin : gen_wide
    assign wide_o = assembly[AssemblyBits - WideBeats*StreamBits +: WideBits];
  end else begin : gen_no_wide
    assign wide_o = '0;
  end

  for (genvar b = 0; b < ActBanks; b++) begin : gen_act_we
    assign act_we_o[b] = write && to_act_q && bank_q == 5'(b);
  end
  for (genvar r = 0; r < Rows; r++) begin : gen_weight_we
    assign weight_we_o[r] = write && to_weights_q && row_q == 10'(r);
  end
  for (genvar l = 0; l < PostLanes; l++) begin : gen_threshold_we
    assign threshold_we_o[l] = write && to_thresholds_q && lane_q == LaneBits'(l);
  end

endmodule
