import { clog2 } from '@concord/arch'
import type { Accumulator } from '../step/accumulator.js'
import type { ConcordArray } from '../step/array.js'
import { partCount } from '../step/bits.js'
import type { ComputeEngine } from '../step/compute-engine.js'
import type { PixelSequencer } from '../step/pixel-sequencer.js'
import type { PostUnit } from '../step/post-unit.js'
import { NO_LINE } from '../step/row.js'
import type { TapRange } from '../step/tap-range.js'
import type { WordWalker } from '../step/word-walker.js'
import { postSequencerScope, queueScope } from './engine-scopes.js'
import { flag, type Scope, signal } from './scope.js'

export function computeEngineScope(engine: ComputeEngine): Scope {
  return {
    name: 'u_compute_engine',
    signals: [
      signal('state_q', 2, () => engine.stateQ),
      signal('pipeline_q', 3, () => engine.pipelineQ),
      signal('weight_bank_q', 1, () => engine.weightBankQ),
      signal('in_bank_q', 4, () => engine.inBankQ),
      signal('out_bank_q', 4, () => engine.outBankQ),
      signal('pairs_used_q', 5, () => engine.pairsUsedQ),
      flag('load_q', () => engine.loadQ),
      flag('save_q', () => engine.saveQ),
      flag('both_q', () => engine.bothQ),
      signal('index_q', 16, () => engine.indexQ),
      flag('blocked', () => engine.blocked),
      signal('error_o', 4, () => engine.error),
    ],
    scopes: [
      queueScope(engine.queue),
      pixelSequencerScope(engine.pixelSequencer, engine.registers.addrBits),
      tapRangeScope(engine.tapRange),
      wordWalkerScope(engine.wordWalker, engine.config.accDepth),
    ],
  }
}

function pixelSequencerScope(sequencer: PixelSequencer, addrBits: number): Scope {
  return {
    name: 'u_pixel_sequencer',
    signals: [
      flag('valid_q', () => sequencer.validQ),
      signal('px_q', 4, () => sequencer.pxQ),
      signal('py_q', 4, () => sequencer.pyQ),
      signal('wx_q', 12, () => sequencer.wxQ),
      signal('wy_q', 12, () => sequencer.wyQ),
      signal('x_q', 13, () => sequencer.xQ),
      signal('y_q', 13, () => sequencer.yQ),
      signal('addr_q', addrBits, () => sequencer.addrQ),
      signal('out_addr_q', addrBits, () => sequencer.outAddrQ),
      signal('entry_q', clog2(sequencer.accDepth + 1), () => sequencer.entryQ),
    ],
    scopes: [],
  }
}

function tapRangeScope(range: TapRange): Scope {
  const { addrBits, wordBits } = range.registers
  return {
    name: 'u_tap_range',
    signals: [
      flag('valid_o', () => range.valid),
      signal('kx_lo_o', 4, () => range.pixel.kxLo),
      signal('kx_hi_o', 4, () => range.pixel.kxHi),
      signal('ky_lo_o', 4, () => range.pixel.kyLo),
      signal('ky_hi_o', 4, () => range.pixel.kyHi),
      flag('empty_o', () => range.pixel.empty),
      signal('addr_o', addrBits, () => range.pixel.addr),
      signal('waddr_o', wordBits, () => range.pixel.waddr),
    ],
    scopes: [],
  }
}

function wordWalkerScope(walker: WordWalker, accDepth: number): Scope {
  const { addrBits, wordBits } = walker.registers
  return {
    name: 'u_word_walker',
    signals: [
      flag('busy_q', () => walker.busyQ),
      signal('pair_q', clog2(walker.registers.pairs.length), () => walker.pairQ),
      signal('kx_q', 4, () => walker.kxQ),
      signal('ky_q', 4, () => walker.kyQ),
      signal('group_q', 12, () => walker.groupQ),
      signal('tap_addr_q', addrBits, () => walker.tapAddrQ),
      signal('tap_waddr_q', wordBits, () => walker.tapWaddrQ),
      flag('issue_o', () => walker.issue),
      flag('hold_o', () => walker.hold),
      flag('run_end_o', () => walker.runEnd),
      flag('word_valid_o', () => walker.wordValid),
      flag('word_null_o', () => walker.word.isNull),
      signal('word_addr_o', addrBits, () => walker.word.addr),
      signal('word_waddr_o', wordBits, () => walker.word.waddr),
      flag('word_first_o', () => walker.word.first),
      flag('word_last_o', () => walker.word.last),
      signal('word_entry_o', clog2(accDepth + 1), () => walker.word.entry),
    ],
    scopes: [postSequencerScope('u_post_ahead', walker.postAhead)],
  }
}

export function arrayScope(array: ConcordArray): Scope {
  const { lanes, accBits, weightDepth } = array.config
  const words = 2 * weightDepth
  const selected = new Uint32Array(partCount(words))
  return {
    name: 'u_array',
    signals: [
      signal('act_q', lanes, () => array.actQ),
      signal('weight_select_q', words, () => {
        selected.fill(0)
        if (array.weightRaddrQ !== NO_LINE)
          selected[array.weightRaddrQ >>> 5] = 1 << (array.weightRaddrQ & 31)
        return selected
      }),
      flag('acc_valid', () => array.accValid),
      flag('post_start_o', () => array.postStart),
    ],
    scopes: [
      accumulatorScope('u_valid_lanes', array.validLanes, accBits),
      ...array.rows.map((row, r) => ({
        name: `gen_row[${r}]`,
        signals: [],
        scopes: [
          {
            name: 'u_row',
            signals: [],
            scopes: [accumulatorScope('u_accumulator', row.accumulator, accBits - 1)],
          },
        ],
      })),
    ],
  }
}

function accumulatorScope(name: string, accumulator: Accumulator, width: number): Scope {
  return {
    name,
    signals: [
      signal('acc_q', width, () => accumulator.accQ),
      signal('drain_o', width, () => accumulator.drainQ),
    ],
    scopes: [],
  }
}

export function postUnitScope(unit: PostUnit): Scope {
  const { codeQ, config, registers } = unit
  const code = new Uint32Array(partCount(4 * config.rows))
  return {
    name: 'u_post_unit',
    signals: [
      flag('window_first_q', () => unit.windowFirstQ),
      signal('code_q', 4 * config.rows, () => {
        code.fill(0)
        for (let r = 0; r < codeQ.length; r++) code[r >>> 3] |= codeQ[r] << (4 * (r & 7))
        return code
      }),
      signal('plane_addr_q', registers.addrBits, () => unit.planeAddrQ),
      flag('emit3_q', () => unit.stage3?.emit ?? false),
      signal('address3_q', registers.addrBits, () => unit.address),
      signal('error_o', 4, () => unit.error),
    ],
    scopes: [postSequencerScope('u_sequencer', unit.sequencer)],
  }
}
