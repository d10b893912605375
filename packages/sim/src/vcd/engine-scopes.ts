import { clog2 } from '@concord/arch'
import type { CommandUnit } from '../step/command-unit.js'
import type { LoadEngine } from '../step/load-engine.js'
import type { PostSequencer } from '../step/post-sequencer.js'
import type { Queue } from '../step/queue.js'
import type { StoreEngine } from '../step/store-engine.js'
import { flag, type Scope, signal } from './scope.js'

export function commandUnitScope(unit: CommandUnit): Scope {
  return {
    name: 'u_command_unit',
    signals: [
      flag('awake_q', () => unit.awakeQ),
      signal('beat_q', 2, () => unit.beatQ),
      signal('instr_q', 32, () => unit.instrQ),
      flag('instr_valid_q', () => unit.instrValidQ),
      flag('instr_last_q', () => unit.instrLastQ),
      flag('begun_q', () => unit.begunQ),
      flag('ended_q', () => unit.endedQ),
      signal('index_q', 16, () => unit.indexQ),
      flag('dispatch', () => unit.dispatch),
      flag('blocked_o', () => unit.blocked),
      signal('error_o', 4, () => unit.error),
    ],
    scopes: [],
  }
}

export function loadEngineScope(engine: LoadEngine): Scope {
  const { lanes, accBits, streamBits } = engine.config
  const assemblyBits = Math.max(lanes, Math.ceil(accBits / streamBits) * streamBits)
  return {
    name: 'u_load_engine',
    signals: [
      signal('load_addr_q', 16, () => engine.loadAddrQ),
      flag('payload_q', () => engine.payloadQ),
      flag('to_act_q', () => engine.toActQ),
      flag('to_weights_q', () => engine.toWeightsQ),
      flag('to_thresholds_q', () => engine.toThresholdsQ),
      signal('bank_q', 5, () => engine.bankQ),
      signal('words_q', 16, () => engine.wordsQ),
      signal('row_last_q', 10, () => engine.rowLastQ),
      signal('left_q', 16, () => engine.leftQ),
      signal('address_q', 16, () => engine.addressQ),
      signal('row_q', 10, () => engine.rowQ),
      signal('step_q', 10, () => engine.stepQ),
      signal('beat_q', 6, () => engine.beatQ),
      signal('assembly_q', assemblyBits, () => engine.assemblyQ),
      flag('write', () => engine.write),
    ],
    scopes: [],
  }
}

export function queueScope(queue: Queue): Scope {
  const pointerBits = clog2(queue.depth - 1)
  return {
    name: 'u_queue',
    signals: [
      flag('valid_q', () => queue.validQ),
      signal('front_q', 32, () => queue.frontQ),
      signal('head_q', pointerBits, () => queue.headQ),
      signal('tail_q', pointerBits, () => queue.tailQ),
      signal('count_q', clog2(queue.depth), () => queue.countQ),
    ],
    scopes: [],
  }
}

export function postSequencerScope(name: string, sequencer: PostSequencer): Scope {
  return {
    name,
    signals: [
      signal('state_q', 2, () => sequencer.stateQ),
      flag('window_last_q', () => sequencer.windowLastQ),
      signal('slot_q', 4, () => sequencer.slotQ),
      signal('plane_q', 5, () => sequencer.planeQ),
      signal('index_q', 10, () => sequencer.indexQ),
      flag('finish_o', () => sequencer.finish),
    ],
    scopes: [],
  }
}

export function storeEngineScope(engine: StoreEngine): Scope {
  return {
    name: 'u_store_engine',
    signals: [
      signal('store_addr_q', 16, () => engine.storeAddrQ),
      flag('sending_q', () => engine.sendingQ),
      signal('bank_q', 4, () => engine.bankQ),
      signal('address_q', 16, () => engine.addressQ),
      signal('left_q', 16, () => engine.leftQ),
      signal('beat_q', 6, () => engine.beatQ),
      signal('word_q', engine.config.lanes, () => engine.wordQ),
      signal('index_q', 16, () => engine.indexQ),
      flag('blocked', () => engine.blocked),
      signal('error_o', 4, () => engine.error),
    ],
    scopes: [queueScope(engine.queue)],
  }
}
