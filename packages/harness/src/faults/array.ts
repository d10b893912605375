import type { Fault } from './fault.js'

/** Faults between RUN's registers and the sums: the walk over a window, the rows, the banks they read. */
export const ARRAY_FAULTS: readonly Fault[] = [
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
    name: 'word walker: a word that is held back is not read before it issues',
    file: 'concord_word_walker.sv',
    find: 'next_read_o = busy_q && !held_q',
    replace: 'next_read_o = issue && !held_q',
  },
  {
    name: 'word walker: what follows a held word is taken for held too',
    file: 'concord_word_walker.sv',
    find: 'held_q       <= hold_o;',
    replace: 'held_q       <= hold_o || (held_q && busy_q);',
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
    find: "+ Width'(carry_i)",
    replace: "+ Width'(1'b0 && carry_i)",
  },
  {
    name: 'accumulator: a sum that starts at the file is not doubled',
    file: 'concord_accumulator.sv',
    find: 'assign base  = double_i ? start << 1 : start;',
    replace: 'assign base  = (double_i && keep_i) ? start << 1 : start;',
  },
  {
    name: 'popcount: the last lane is lost in the first register',
    file: 'concord_popcount.sv',
    find: 'last_q  <= match_i[Width];',
    replace: "last_q  <= 1'b0 && match_i[Width];",
  },
  {
    name: 'array: the valid lanes of a first word start at no entry of the file',
    file: 'concord_array.sv',
    find: 'valid_select_q <= file_select_d;',
    replace: "valid_select_q <= file_select_d & {AccDepth{1'b0}};",
  },
  {
    name: 'array: a null word matches where its weights are 1',
    file: 'concord_array.sv',
    find: 'weight_select_q <= weight_select_d & {WeightWords{!word_null_i}};',
    replace: 'weight_select_q <= weight_select_d;',
  },
  {
    name: 'array: a null word has valid lanes',
    file: 'concord_array.sv',
    find: 'word_lanes                = word_null_i ?',
    replace: "word_lanes                = (1'b0 && word_null_i) ?",
  },
  {
    name: 'array: a word that is subtracted counts its valid lanes like any other',
    file: 'concord_array.sv',
    find: 'word_negate_i ? ValidBits',
    replace: "(1'b0 && word_negate_i) ? ValidBits",
  },
  {
    name: 'array: rows of a group that is used in part see no operands',
    file: 'concord_array.sv',
    find: "used_q <= rows_i > 12'(g * GroupRows);",
    replace: "used_q <= rows_i >= 12'((g + 1) * GroupRows);",
  },
  {
    name: 'activation banks: a bank that comes to the store engine does not ask for its first word',
    file: 'concord_act_banks.sv',
    find: 'store_first_i || !store_owns_i[b] ||',
    replace: 'store_first_i ||',
  },
  {
    name: 'activation banks: a bank that comes to the store engine reads at the address of the array',
    file: 'concord_act_banks.sv',
    find: 'store_owns_next_i[b] ? store_raddr_i',
    replace: 'store_owns_i[b] ? store_raddr_i',
  },
  {
    name: 'activation banks: a STORE elsewhere than before gets the word of before',
    file: 'concord_act_banks.sv',
    find: 'store_first_i || !store_owns_i[b] ||',
    replace: '!store_owns_i[b] ||',
  },
  {
    name: 'compute engine: weights of both banks count from the bank of the thresholds on',
    file: 'concord_compute_engine.sv',
    find: 'weight_upper_o = weight_bank_q && !both_q;',
    replace: 'weight_upper_o = weight_bank_q;',
  },
  {
    name: 'compute engine: weights of both banks end where one bank ends',
    file: 'concord_compute_engine.sv',
    find: "(both_q ? WordBits'(2 * WeightDepth) :",
    replace: "(1'b0 && both_q ? WordBits'(2 * WeightDepth) :",
  },
  {
    name: 'compute check: of both banks one has to be owned',
    file: 'concord_compute_check.sv',
    find: '(!both || owns_i',
    replace: "(!both || 1'b1 || owns_i",
  },
  {
    name: 'gated register: it does not hold',
    file: 'tech/generic/concord_gated_register.sv',
    find: 'if (en_i) begin',
    replace: "if (1'b1) begin",
  },
]
