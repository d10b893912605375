import type { Fault } from './fault.js'

/** Faults behind the sums: comparing, packing, raw results, and the arithmetic of SCALE. */
export const POST_FAULTS: readonly Fault[] = [
  {
    name: 'post unit: the planes of a sum forget their carry',
    file: 'concord_post_unit.sv',
    find: "carry_q[r] || SumBits'(plane1_q) == '0;",
    replace: "SumBits'(plane1_q) == '0;",
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
    name: 'post sequencer: MULTIPLY takes no parameter',
    file: 'concord_post_sequencer.sv',
    find: '(operation_q == concord_pkg::LaneMultiply && multiply_i) ||',
    replace: '',
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
    name: 'scale unit: a wide word one behind the end is accepted',
    file: 'concord_scale_unit.sv',
    find: "19'(address1_q) >= 19'(ResidualWords);",
    replace: "19'(address1_q) > 19'(ResidualWords);",
  },
]
