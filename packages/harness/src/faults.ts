/** A deliberate fault in the RTL: one piece of text replaced by another. */
export interface Fault {
  readonly name: string
  /** File in `rtl/`. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Faults of the kinds that designs like this one have had; every one must be caught by the properties. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'word walker: the last tap of a line is left out',
    file: 'concord_word_walker.sv',
    find: 'kx_end_d    = kx_d == kx_hi_q;',
    replace: "kx_end_d    = kx_d + 4'd1 >= kx_hi_q;",
  },
  {
    name: 'word walker: the weight address forgets the step to the next line of taps',
    file: 'concord_word_walker.sv',
    find: 'line_waddr_d = line_waddr_q + w_dy_i;',
    replace: 'line_waddr_d = line_waddr_q;',
  },
  {
    name: 'word walker: the valid lanes of the last group count for every group',
    file: 'concord_word_walker.sv',
    find: 'word_valid_lanes_o  <= group_end_q ?',
    replace: "word_valid_lanes_o  <= 1'b1 ?",
  },
  {
    name: 'pixel sequencer: the windows of a line start where the last pixel stood',
    file: 'concord_pixel_sequencer.sv',
    find: 'x_d           = window_x_d;',
    replace: 'x_d           = x_q;',
  },
  {
    name: 'accumulator: the last lane of a word is left out',
    file: 'concord_accumulator.sv',
    find: 'assign carry  = carry_i && !null_i;',
    replace: "assign carry  = 1'b0 && carry_i && !null_i;",
  },
  {
    name: 'accumulator: a sum that starts at the file is not doubled',
    file: 'concord_accumulator.sv',
    find: 'assign base   = double_i ? start << 1 : start;',
    replace: 'assign base   = (double_i && keep_i) ? start << 1 : start;',
  },
  {
    name: 'array: a word that is subtracted counts its valid lanes like any other',
    file: 'concord_array.sv',
    find: 'word_lanes                = word_negate_i ?',
    replace: "word_lanes                = (1'b0 && word_negate_i) ?",
  },
  {
    name: 'array: rows of a group that is used in part see no operands',
    file: 'concord_array.sv',
    find: "used_q <= rows_i > 12'(g * GroupRows);",
    replace: "used_q <= rows_i >= 12'((g + 1) * GroupRows);",
  },
  {
    name: 'post unit: the planes of a sum forget their carry',
    file: 'concord_post_unit.sv',
    find: "carry_q[r] || SumBits'(plane1_q) == '0;",
    replace: "SumBits'(plane1_q) == '0;",
  },
  {
    name: 'ownership: what the store engine gives is lost',
    file: 'concord_ownership.sv',
    find: "store_give_i && store_bank_i == 5'(b)",
    replace: "1'b0 && store_bank_i == 5'(b)",
  },
  {
    name: 'activation banks: a bank that comes to the store engine does not ask for its first word',
    file: 'concord_act_banks.sv',
    find: 'store_first_i || !store_owns_i[b] ||',
    replace: 'store_first_i ||',
  },
  {
    name: 'post unit: the threshold itself does not count as reached',
    file: 'concord_post_unit.sv',
    find: '>= $signed(threshold2_q[',
    replace: '> $signed(threshold2_q[',
  },
  {
    name: 'post unit: a window keeps its smallest code',
    file: 'concord_post_unit.sv',
    find: 'count > kept[l*4 +: 4]',
    replace: 'count < kept[l*4 +: 4]',
  },
  {
    name: 'post sequencer: the last plane is left out',
    file: 'concord_post_sequencer.sv',
    find: 'plane_end_d = plane_d == plane_last_q;',
    replace: "plane_end_d = plane_d + 5'd1 >= plane_last_q;",
  },
  {
    name: 'queue: the tail wraps one entry early',
    file: 'concord_queue.sv',
    find: "tail_d = tail_q == PointerBits'(Entries - 1)",
    replace: "tail_d = tail_q == PointerBits'(Entries - 2)",
  },
  {
    name: 'load engine: an address one beyond the end is accepted',
    file: 'concord_load_engine.sv',
    find: 'instr_i[20:5] > room_q[15:0];',
    replace: "instr_i[20:5] > room_q[15:0] + 16'd1;",
  },
  {
    name: 'store engine: the first word is read again',
    file: 'concord_store_engine.sv',
    find: "address_d = address_q + 16'd1;",
    replace: "address_d = start ? address_q : address_q + 16'd1;",
  },
  {
    name: 'command unit: the last flag in the middle of an instruction goes unseen',
    file: 'concord_command_unit.sv',
    find: 'assign truncated = in_valid_i && in_ready_o && in_last_i && !complete;',
    replace: 'assign truncated = in_valid_i && in_ready_o && in_last_i && load_payload_i;',
  },
  {
    name: 'compute engine: RUN does not ask who owns the output bank',
    file: 'concord_compute_check.sv',
    find: 'owns_i[in_bank] && (!emits || owns_i[out_bank])',
    replace: 'owns_i[in_bank]',
  },
  {
    name: 'compute engine: the drain is one cycle short',
    file: 'concord_compute_engine.sv',
    find: "PipelineCycles = 3'(4 + PopcountStages)",
    replace: "PipelineCycles = 3'(3 + PopcountStages)",
  },
  {
    name: 'control: soft reset leaves a beat in the stream window',
    file: 'concord_control.sv',
    find: "    if (soft_reset_d) begin\n      full_d = 1'b0;\n    end\n",
    replace: '',
  },
  {
    name: 'counters: a beat offered and not accepted is counted as idle time of the store engine',
    file: 'concord_core.sv',
    find: '= out_valid_o && !out_ready_i;',
    replace: "= 1'b0 && out_valid_o && !out_ready_i;",
  },
  {
    name: 'lane operations: the slope is left unrounded',
    file: 'concord_lane_operations.sv',
    find: 'last_o[concord_pkg::LaneSlopeRound]   = scale_i[13];',
    replace: "last_o[concord_pkg::LaneSlopeRound]   = 1'b0;",
  },
  {
    name: 'post lane: rounding forgets the last bit',
    file: 'concord_post_lane.sv',
    find: "shifted[ProductBits:1] + ProductBits'(shifted[0]);",
    replace: 'shifted[ProductBits:1];',
  },
  {
    name: 'post lane: a value that does not fit saturates to the other side',
    file: 'concord_post_lane.sv',
    find: '{negative, {15{!negative}}}',
    replace: '{!negative, {15{negative}}}',
  },
  {
    name: 'post lane: positive values get the slope too',
    file: 'concord_post_lane.sv',
    find: 'y_q < 0 ? rounded_y : y_q;',
    replace: 'rounded_y;',
  },
  {
    name: 'post lane: the first pixel of a window adds what the word held',
    file: 'concord_post_lane.sv',
    find: 'window_first_i ? y_q : added_y;',
    replace: 'added_y;',
  },
  {
    name: 'tanh: a negative index is not mirrored',
    file: 'concord_tanh.sv',
    find: 'index_i[6:0] ^ {7{index_i[7]}};',
    replace: 'index_i[6:0];',
  },
  {
    name: 'wide address: the next line starts where the last one ended',
    file: 'concord_wide_address.sv',
    find: 'addr_d = line_d;',
    replace: 'addr_d = addr_q + dx_i;',
  },
  {
    name: 'scale unit: lanes of rows that are not used write their value',
    file: 'concord_scale_unit.sv',
    find: "used[l] ? y_o[l*16 +: 16] : '0;",
    replace: 'y_o[l*16 +: 16];',
  },
  {
    name: 'post sequencer: MULTIPLY takes no parameter',
    file: 'concord_post_sequencer.sv',
    find: '(operation_q == concord_pkg::LaneMultiply && multiply_i) ||',
    replace: '',
  },
  {
    name: 'store engine: a word of the wide bank ends with the beats of an activation word',
    file: 'concord_store_engine.sv',
    find: "(wide_q ? BeatBits'(WideBeats - 1) : BeatBits'(WordBeats - 1))",
    replace: "BeatBits'(WordBeats - 1)",
  },
  {
    name: 'compute engine: RUN does not ask who owns the wide bank',
    file: 'concord_compute_check.sv',
    find: '(!scale_mode || save || owns_i[concord_pkg::BankWide])',
    replace: "1'b1",
  },
  {
    name: 'compute engine: the parameters of SCALE are not counted',
    file: 'concord_compute_check.sv',
    find: "slots_end_q} + 6'(taken) >",
    replace: 'slots_end_q} >',
  },
  {
    name: 'scale unit: a wide word one behind the end is accepted',
    file: 'concord_scale_unit.sv',
    find: "19'(address1_q) >= 19'(ResidualWords);",
    replace: "19'(address1_q) > 19'(ResidualWords);",
  },
]
