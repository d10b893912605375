import type { Chip, ChipInputs } from '../../src/index.js'
import type { Core } from '../../src/step/core.js'
import { tapSpan } from '../../src/step/tap-span.js'
import type { SignalValue } from '../../src/vcd/scope.js'

/** A signal that waveforms leave out. */
export type HiddenSignal = (chip: Chip, inputs: ChipInputs) => SignalValue | string

const fromCore =
  (read: (core: Core) => SignalValue | string): HiddenSignal =>
  ({ core }) =>
    read(core)

function below(
  instance: string,
  signals: Readonly<Record<string, HiddenSignal>>,
): Record<string, HiddenSignal> {
  return Object.fromEntries(Object.entries(signals).map(([name, read]) => [`${instance}.${name}`, read]))
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const storeRaddr = ({ storeEngine }: Core) =>
  storeEngine.pop && storeEngine.isStore ? storeEngine.storeAddrQ : storeEngine.addressQ
const bankWord = (core: Core, address: number) => hex(core.actBanks.banks[0].first(address), 4)
const spanX = ({ computeEngine: { registers: r, pixelSequencer } }: Core) =>
  tapSpan(pixelSequencer.pixel.x, r.width, r.dilationX)

/** Of the word that is added in this cycle, in every row and accumulator. */
const accumulateFlags: Readonly<Record<string, HiddenSignal>> = {
  valid_i: fromCore(({ array }) => array.accValid),
  keep_i: fromCore(({ array }) => !array.acc.first),
  save_i: fromCore(({ array }) => array.acc.last && array.acc.save),
  drain_i: fromCore(({ array }) => array.acc.last && !array.acc.save),
  double_i: fromCore(({ array }) => array.acc.double),
  entry_i: fromCore(({ array }) => array.acc.entry),
}

/** Signals that waveforms leave out and pages show, by their path below the chip; words of 16 bits in hexadecimal. */
export const hiddenSignals: Readonly<Record<string, HiddenSignal>> = {
  ...below('u_control', {
    wb_stb_i: (_, inputs) => inputs.wbStb,
    wb_we_i: (_, inputs) => inputs.wbWe,
    wb_adr_i: (_, inputs) => hex(inputs.wbAdr, 2),
    wb_dat_i: (_, inputs) => inputs.wbDat,
    wb_ack_o: ({ control }) => control.wbAck,
    wb_dat_o: ({ control }) => control.wbDat,
    window_in_ready_i: ({ core }) => core.inReady,
  }),
  ...below('u_core', {
    in_ready_o: fromCore((core) => core.inReady),
    halt: fromCore((core) => core.halt),
  }),
  ...below('u_core.u_command_unit', {
    in_valid_i: fromCore(({ inputs }) => inputs.inValid),
    in_ready_o: fromCore((core) => core.inReady),
    load_payload_i: fromCore(({ loadEngine }) => loadEngine.payloadQ),
    load_valid_o: fromCore(({ commandUnit }) => commandUnit.loadValid),
    store_push_o: fromCore(({ commandUnit }) => commandUnit.storePush),
  }),
  ...below('u_core.u_load_engine', {
    valid_i: fromCore(({ commandUnit }) => commandUnit.loadValid),
    beat_i: fromCore(({ loadEngine }) => loadEngine.beat),
    'act_we_o[0]': fromCore(({ loadEngine }) => loadEngine.write && loadEngine.toActQ),
  }),
  ...below('u_core.u_store_engine.u_queue', {
    push_i: fromCore(({ commandUnit }) => commandUnit.storePush),
    pop_i: fromCore(({ storeEngine }) => storeEngine.pop),
    valid_o: fromCore(({ storeEngine }) => storeEngine.queue.validQ),
    ready_o: fromCore(({ storeEngine }) => storeEngine.queue.ready),
  }),
  ...below('u_core.u_store_engine', {
    pop: fromCore(({ storeEngine }) => storeEngine.pop),
    read: fromCore(({ storeEngine }) => storeEngine.read),
    out_valid_o: fromCore(({ storeEngine }) => storeEngine.outValid),
    out_ready_i: fromCore(({ inputs }) => inputs.outReady),
  }),
  ...below('u_core.u_ownership', {
    load_give_i: fromCore(({ loadEngine }) => loadEngine.give),
    'load_owns_o[0]': fromCore(({ ownership }) => ownership.loadOwns(0)),
    'store_owns_o[0]': fromCore(({ ownership }) => ownership.storeOwns(0)),
  }),
  ...below('u_core.u_compute_engine', {
    pop: fromCore(({ computeEngine }) => computeEngine.pop),
    give_o: fromCore(({ computeEngine }) => computeEngine.pop && computeEngine.instruction.isGive),
    issue_o: fromCore(({ computeEngine }) => computeEngine.wordWalker.issue),
    post_finish_i: fromCore(({ postUnit }) => postUnit.finish),
    idle_o: fromCore(({ computeEngine }) => computeEngine.idle),
  }),
  ...below('u_core.u_compute_engine.u_registers', {
    set_i: fromCore(({ computeEngine }) => computeEngine.pop && computeEngine.instruction.isSet),
    register_i: fromCore(({ computeEngine }) => computeEngine.instruction.register),
    rows_o: fromCore(({ computeEngine }) => computeEngine.registers.rows),
    mode_o: fromCore(({ computeEngine }) => computeEngine.registers.mode),
    planes_o: fromCore(({ computeEngine }) => computeEngine.registers.planes),
  }),
  ...below('u_core.u_compute_engine.u_pixel_sequencer', {
    start_i: fromCore(({ computeEngine }) => computeEngine.startQ),
    ready_i: fromCore(({ computeEngine }) => computeEngine.tapRange.ready(computeEngine.wordWalker.ready)),
    window_last_o: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.pixel.windowLast),
    run_last_o: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.pixel.runLast),
  }),
  ...below('u_core.u_compute_engine.u_tap_range', {
    valid_i: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.validQ),
    ready_o: fromCore(({ computeEngine }) => computeEngine.tapRange.ready(computeEngine.wordWalker.ready)),
    x_i: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.xQ),
    y_i: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.yQ),
    ready_i: fromCore(({ computeEngine }) => computeEngine.wordWalker.ready),
  }),
  ...below('u_core.u_compute_engine.u_tap_range.u_span_x', {
    position_i: fromCore(({ computeEngine }) => computeEngine.pixelSequencer.pixel.x),
    lo_o: fromCore((core) => spanX(core).lo),
    hi_o: fromCore((core) => spanX(core).hi),
    beyond_o: fromCore((core) => spanX(core).beyond),
    outside_o: fromCore((core) => spanX(core).outside),
  }),
  ...below('u_core.u_compute_engine.u_word_walker', {
    ready_o: fromCore(({ computeEngine }) => computeEngine.wordWalker.ready),
    word_double_o: fromCore(({ computeEngine }) => computeEngine.wordWalker.word.double),
  }),
  ...below('u_core.u_array', {
    word_valid_i: fromCore(({ computeEngine }) => computeEngine.wordWalker.wordValid),
    word_last_i: fromCore(({ computeEngine }) => computeEngine.wordWalker.word.last),
    'valid[1]': fromCore(({ array }) => array.validQ[0]),
    'valid[2]': fromCore(({ array }) => array.validQ[1]),
  }),
  ...below('u_core.u_array.gen_row[0].u_row', {
    act_i: fromCore(({ array }) => array.actQ),
    // In the tables' programs the last lane never matches
    count: fromCore(({ array }) => array.rows[0].popcount.count),
    ...accumulateFlags,
  }),
  ...below('u_core.u_array.gen_row[0].u_row.u_accumulator', {
    ...accumulateFlags,
    saved: fromCore(({ array: { acc, rows } }) =>
      acc.first && acc.load ? rows[0].accumulator.file.first(acc.entry) : 0,
    ),
  }),
  ...below('u_core.u_array.gen_row[0].u_row.u_popcount', {
    match_i: fromCore(({ array }) =>
      Uint32Array.of(~(array.actQ[0] ^ array.rows[0].weights.first(array.weightRaddrQ))),
    ),
    count_o: fromCore(({ array }) => array.rows[0].popcount.count),
  }),
  ...below('u_core.u_post_unit.u_sequencer', {
    start_i: fromCore(({ array }) => array.postStart),
    window_last_i: fromCore(({ array }) => array.next.windowLast),
  }),
  ...below('u_core.u_post_unit', {
    start_i: fromCore(({ array }) => array.postStart),
    'count_q[3:0]': fromCore(({ postUnit }) => postUnit.countQ[0]),
    'code_q[3:0]': fromCore(({ postUnit }) => postUnit.codeQ[0]),
    'act_wdata_o[0]': fromCore(({ postUnit }) => postUnit.write && (postUnit.actNow[0] & 1) === 1),
    finish_o: fromCore(({ postUnit }) => postUnit.finish),
    index3_q: fromCore(({ postUnit }) => postUnit.stage3?.index ?? 0),
    slot_first3_q: fromCore(({ postUnit }) => postUnit.stage3?.slot === 0),
    slot_last3_q: fromCore(({ postUnit }) => postUnit.stage3?.slotLast ?? false),
    compare3_q: fromCore(({ postUnit }) => postUnit.stage3?.compare ?? false),
  }),
  ...below('u_core.u_act_banks', {
    'load_owns_i[0]': fromCore(({ ownership }) => ownership.loadOwns(0)),
    'load_we_i[0]': fromCore(({ actBanks }) => actBanks.banks[0].weD),
    load_waddr_i: fromCore(({ loadEngine }) => loadEngine.addressQ),
    'store_owns_i[0]': fromCore(({ ownership }) => ownership.storeOwns(0)),
    store_read_i: fromCore(({ storeEngine }) => storeEngine.read),
    store_rdata_o: fromCore((core) => bankWord(core, storeRaddr(core))),
  }),
  ...below('u_core.u_act_banks.gen_bank[0].u_bank', {
    'we_i[0]': fromCore(({ actBanks }) => actBanks.banks[0].weD),
    waddr_i: fromCore(({ loadEngine }) => loadEngine.addressQ),
    // In the tables' programs store only reads, from word 0 on, and the tables end before its last word
    re_i: fromCore(({ loadEngine, storeEngine }) => loadEngine.give || storeEngine.read),
    rdata_o: fromCore((core) => bankWord(core, storeRaddr(core))),
  }),
  ...below('u_core.u_counters', {
    active_i: fromCore((core) => core.active),
  }),
}
