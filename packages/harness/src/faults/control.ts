import type { Fault } from './fault.js'

/** Faults of what moves programs and data: queues, engines and their checks, ownership, counters. */
export const CONTROL_FAULTS: readonly Fault[] = [
  {
    name: 'ownership: what the store engine gives is lost',
    file: 'concord_ownership.sv',
    find: "store_give_i && store_bank_i == 5'(b)",
    replace: "1'b0 && store_bank_i == 5'(b)",
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
    name: 'store engine: a word of the wide bank ends with the beats of an activation word',
    file: 'concord_store_engine.sv',
    find: "(wide_q ? BeatBits'(WideBeats - 1) : BeatBits'(WordBeats - 1))",
    replace: "BeatBits'(WordBeats - 1)",
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
    name: 'tap steps: two steps are one',
    file: 'concord_tap_steps.sv',
    find: "2'd2:    digit_low = step_i << 1;",
    replace: "2'd2:    digit_low = step_i;",
  },
  {
    name: 'gated counter: it counts without its enable',
    file: 'tech/generic/concord_gated_counter.sv',
    find: 'else if (en_i)',
    replace: "else if (en_i || 1'b1)",
  },
]
