import {
  ENGINE,
  ERROR_CODES,
  type ErrorName,
  encodeInstruction,
  type Instruction,
  PRESETS,
  StreamWriter,
} from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { type RunError, runStep } from '../../src/index.js'
import { edge } from '../support/chips.js'
import { matvecProgram } from '../support/matvec.js'

type Build = (writer: StreamWriter) => void

/** Runs BEGIN, then what `build` writes, then END. */
function run(build: Build): RunError | undefined {
  const writer = new StreamWriter(edge).begin()
  build(writer)
  return runStep(edge, writer.end().bytes()).error
}

function expected(name: ErrorName, engine: keyof typeof ENGINE, index: number) {
  return { code: ERROR_CODES[name], engine: ENGINE[engine], index }
}

const take = (engine: 'load' | 'compute' | 'store', bank: number): Instruction => ({
  op: 'TAKE',
  engine,
  bank,
})
const give = (
  engine: 'load' | 'compute' | 'store',
  bank: number,
  to: 'control' | 'load' | 'compute' | 'store',
): Instruction => ({ op: 'GIVE', engine, bank, to })

describe('errors of the command unit', () => {
  const begin = { op: 'BEGIN', signature: 0, version: 1 } as const

  it('BEGIN: missing, twice, wrong signature, wrong version', () => {
    const first = (instruction: Instruction) =>
      runStep(edge, new StreamWriter(edge).instruction(instruction).end().bytes()).error
    // Found in the first cycle in which the instruction stands: 1
    expect(first({ op: 'END' })).toEqual({ ...expected('BEGIN', 'control', 0), cycle: 1 })
    expect(first(take('load', 0))).toMatchObject(expected('BEGIN', 'load', 0))
    expect(first(take('store', 0))).toMatchObject(expected('BEGIN', 'control', 0))
    expect(first(begin)).toMatchObject(expected('BEGIN', 'control', 0))
    const word = new DataView(new StreamWriter(edge).begin().bytes().buffer).getUint32(0, true)
    const old = new StreamWriter(edge).raw(word ^ (3 << 16)).end()
    expect(runStep(edge, old.bytes()).error).toMatchObject(expected('BEGIN', 'control', 0))
    expect(run((writer) => writer.begin())).toMatchObject(expected('BEGIN', 'control', 1))
  })

  it('OPCODE: of control and load at dispatch, of compute and store when they execute', () => {
    const raw = (word: number) => run((writer) => writer.raw(word))
    expect(raw(3 << 26)).toEqual({ ...expected('OPCODE', 'control', 1), cycle: 2 })
    expect(raw(0x60000000)).toBeUndefined()
    expect(raw(0x61000000)).toMatchObject(expected('OPCODE', 'load', 1))
    expect(raw(0x40000000)).toMatchObject(expected('OPCODE', 'load', 1))
    expect(raw(0x58000000)).toMatchObject(expected('OPCODE', 'load', 1))
    expect(raw(0x90000000)).toEqual({ ...expected('OPCODE', 'compute', 0), cycle: 3 })
    expect(raw(0xb7000000)).toMatchObject(expected('OPCODE', 'compute', 0))
    expect(raw(0xc0000000)).toMatchObject(expected('OPCODE', 'store', 0))
    expect(raw(0xe1000000)).toMatchObject(expected('OPCODE', 'store', 0))
  })

  it('TRUNCATED: the last flag on another instruction, on payload, inside an instruction', () => {
    const cut = (bytes: number, build: Build, config = edge) => {
      const writer = new StreamWriter(config).begin()
      build(writer)
      return runStep(config, writer.end().bytes().slice(0, bytes)).error
    }
    expect(cut(4, () => {})).toEqual({ ...expected('TRUNCATED', 'control', 0), cycle: 1 })
    const load: Build = (writer) =>
      writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 2 }).words(new Uint8Array(8))
    expect(cut(8, load)).toEqual({ ...expected('TRUNCATED', 'load', 1), cycle: 2 })
    expect(cut(12, load)).toEqual({ ...expected('TRUNCATED', 'load', 1), cycle: 3 })
    expect(cut(16, load)).toEqual({ ...expected('TRUNCATED', 'load', 1), cycle: 4 })
    // Byte 5 is the first of END, accepted while BEGIN is dispatched
    expect(cut(5, () => {}, PRESETS.nano)).toEqual({ ...expected('TRUNCATED', 'control', 1), cycle: 4 })
    expect(cut(6, () => {}, PRESETS.nano)).toEqual({ ...expected('TRUNCATED', 'control', 1), cycle: 5 })
  })

  it('TRAILING: END without the last flag', () => {
    expect(run((writer) => writer.end())).toEqual({ ...expected('TRAILING', 'control', 1), cycle: 2 })
  })
})

describe('errors of the load engine', () => {
  const load = (instruction: Instruction, address = 0) =>
    run((writer) => writer.set('LOAD_ADDR', { address }).raw(encodeInstruction(instruction)))

  it.each<[ErrorName, Instruction, number?]>([
    ['BANK', take('load', 3)],
    ['BANK', take('load', 18)],
    ['BANK', give('load', 3, 'compute')],
    ['BANK', give('load', 0, 'control')],
    ['BANK', give('load', 0, 'load')],
    ['BANK', { op: 'LOAD_ACT', bank: 16, count: 1 }],
    ['SIZE', { op: 'LOAD_ACT', bank: 0, count: 0 }],
    ['SIZE', { op: 'LOAD_WEIGHTS', bank: 0, words: 0, rows: 1 }],
    ['SIZE', { op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows: 0 }],
    ['SIZE', { op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows: 33 }],
    ['SIZE', { op: 'LOAD_THRESHOLDS', bank: 0, slots: 0, rows: 1 }],
    ['SIZE', { op: 'LOAD_THRESHOLDS', bank: 0, slots: 1, rows: 33 }],
    ['ADDRESS', { op: 'LOAD_ACT', bank: 0, count: 2 }, 511],
    ['ADDRESS', { op: 'LOAD_ACT', bank: 0, count: 65535 }, 65535],
    ['ADDRESS', { op: 'LOAD_WEIGHTS', bank: 0, words: 2, rows: 1 }, 15],
    ['ADDRESS', { op: 'LOAD_THRESHOLDS', bank: 0, slots: 2, rows: 1 }, 2],
  ])('%s: %o', (name, instruction, address) => {
    expect(load(instruction, address)).toEqual({ ...expected(name, 'load', 2), cycle: 3 })
  })

  it('OWNERSHIP: after GIVE', () => {
    for (const instruction of [give('load', 0, 'store'), { op: 'LOAD_ACT', bank: 0, count: 1 } as const]) {
      const error = run((writer) => {
        writer.instruction(give('load', 0, 'compute')).raw(encodeInstruction(instruction))
      })
      expect(error).toEqual({ ...expected('OWNERSHIP', 'load', 2), cycle: 3 })
    }
  })
})

describe('errors of the compute engine', () => {
  // RUN is instruction 10 of compute and executes in 120; it pops after three TAKE and seven SET
  it.each<[ErrorName, string, Parameters<typeof matvecProgram>[1] & object]>([
    ['OPCODE', 'mode 3', { beforeRun: (w) => w.set('POST', { mode: 3 }) }],
    ['SIZE', 'width 0', { beforeRun: (w) => w.set('SIZE', { width: 0, height: 1 }) }],
    ['SIZE', 'height 0', { beforeRun: (w) => w.set('SIZE', { width: 1, height: 0 }) }],
    ['SIZE', 'kw 0', { beforeRun: (w) => w.set('KERNEL', { kw: 0, kh: 1 }) }],
    ['SIZE', 'kh 12', { beforeRun: (w) => w.set('KERNEL', { kw: 1, kh: 12 }) }],
    ['SIZE', 'kw 12', { beforeRun: (w) => w.set('KERNEL', { kw: 12, kh: 1 }) }],
    ['SIZE', 'kh 0', { beforeRun: (w) => w.set('KERNEL', { kw: 1, kh: 0 }) }],
    ['SIZE', 'ph 0', { beforeRun: (w) => w.set('WINDOW', { pw: 1, ph: 0 }) }],
    ['SIZE', 'ww 0', { beforeRun: (w) => w.set('COUNT', { ww: 0, wh: 1 }) }],
    ['SIZE', 'lastValid 0', { beforeRun: (w) => w.set('GROUPS', { groups: 1, lastValid: 0 }) }],
    ['SIZE', 'no row', { beforeRun: (w) => w.set('WEIGHT', { rows: 0 }) }],
    ['SIZE', 'MULTI without threshold', { beforeRun: (w) => w.set('POST', { mode: 1, planes: 1 }) }],
    ['SIZE', 'MULTI of no plane', { beforeRun: (w) => w.set('POST', { mode: 1, thresholds: 1 }) }],
    ['SIZE', 'RAW of no plane', { beforeRun: (w) => w.set('POST', { mode: 2 }) }],
    ['SIZE', 'pw 0', { beforeRun: (w) => w.set('WINDOW', { pw: 0, ph: 1 }) }],
    ['SIZE', 'wh 0', { beforeRun: (w) => w.set('COUNT', { ww: 1, wh: 0 }) }],
    ['SIZE', 'groups 0', { beforeRun: (w) => w.set('GROUPS', { groups: 0, lastValid: 1 }) }],
    ['SIZE', 'lastValid 33', { beforeRun: (w) => w.set('GROUPS', { groups: 1, lastValid: 33 }) }],
    ['SIZE', 'rows 33', { beforeRun: (w) => w.set('WEIGHT', { rows: 33 }) }],
    ['SIZE', 'BIN of 2 planes', { beforeRun: (w) => w.set('POST', { thresholds: 1, planes: 2 }) }],
    ['SIZE', 'BIN of 2 thresholds', { beforeRun: (w) => w.set('POST', { thresholds: 2, planes: 1 }) }],
    ['SIZE', 'MULTI of 5 planes', { beforeRun: (w) => w.set('POST', { mode: 1, thresholds: 3, planes: 5 }) }],
    ['SIZE', 'RAW of 17 planes', { beforeRun: (w) => w.set('POST', { mode: 2, planes: 17 }) }],
    [
      'SIZE',
      'RAW with pooling',
      { beforeRun: (w) => w.set('POST', { mode: 2, planes: 1 }).set('WINDOW', { pw: 2, ph: 1 }) },
    ],
    ['ADDRESS', 'slot 3', { beforeRun: (w) => w.set('POST', { thresholds: 1, planes: 1, slot: 3 }) }],
  ])('%s: %s', (name, why, parts) => {
    const error = runStep(edge, matvecProgram(edge, parts)).error
    const sets = why === 'RAW with pooling' ? 2 : 1
    expect(error).toEqual({ ...expected(name, 'compute', 10 + sets), cycle: 120 + sets })
  })

  it.each<[ErrorName, string, NonNullable<Parameters<typeof matvecProgram>[1]>['run'] & object]>([
    ['BANK', 'inBank 3', { inBank: 3 }],
    ['BANK', 'inBank 16', { inBank: 16 }],
    ['BANK', 'outBank 3', { outBank: 3 }],
    ['BANK', 'outBank = inBank', { outBank: 0 }],
    ['OWNERSHIP', 'weight bank 1', { weightBank: 1 }],
    ['OWNERSHIP', 'inBank 2', { inBank: 2 }],
    ['OWNERSHIP', 'outBank 2', { outBank: 2 }],
    ['SIZE', 'no pair', { pairs: 0 }],
    ['SIZE', 'nine pairs', { pairs: 9 }],
  ])('%s: RUN with %s', (name, _why, run) => {
    const error = runStep(edge, matvecProgram(edge, { run })).error
    expect(error).toEqual({ ...expected(name, 'compute', 10), cycle: 120 })
  })

  it('BANK, OWNERSHIP and SIZE of TAKE, GIVE and SET', () => {
    expect(run((w) => w.instruction(take('compute', 3)))).toMatchObject(expected('BANK', 'compute', 0))
    expect(run((w) => w.instruction(give('compute', 0, 'compute')))).toMatchObject(
      expected('BANK', 'compute', 0),
    )
    expect(run((w) => w.instruction(give('compute', 0, 'store')))).toMatchObject(
      expected('OWNERSHIP', 'compute', 0),
    )
    expect(run((w) => w.set('PAIR', { index: 8 }))).toEqual({ ...expected('SIZE', 'compute', 0), cycle: 3 })
  })

  it('ADDRESS in flight: an activation or a weight outside, in the cycle after its issue', () => {
    const at = (beforeRun: Build) => runStep(edge, matvecProgram(edge, { beforeRun })).error
    const inFlight = expected('ADDRESS', 'compute', 11)
    // RUN executes in 121; the first word issues in 126, the second in 127
    expect(at((w) => w.set('IN_ADDR', { address: 512 }))).toEqual({ ...inFlight, cycle: 127 })
    expect(at((w) => w.set('IN_ADDR', { address: 511 }))).toEqual({ ...inFlight, cycle: 128 })
    expect(at((w) => w.set('IN_ADDR', { address: -1 }))).toEqual({ ...inFlight, cycle: 127 })
    expect(at((w) => w.set('WEIGHT', { address: 15, rows: 32 }))).toEqual({ ...inFlight, cycle: 128 })
    // The post unit sequences from 130 on: eight cycles of comparing, then the output, written three cycles later
    expect(at((w) => w.set('OUT_ADDR', { address: 512 }))).toEqual({ ...inFlight, cycle: 141 })
  })

  it('SIZE in flight: a pixel beyond the accumulator file', () => {
    const program = matvecProgram(edge, { pixels: 17, run: { save: true } })
    // Payload takes 34 words instead of 2, so RUN executes in 152; 17 pixels of two words, the first word in 157
    expect(runStep(edge, program).error).toEqual({ ...expected('SIZE', 'compute', 10), cycle: 157 + 32 + 1 })
  })
})

describe('errors of the store engine', () => {
  const store = (build: Build) =>
    run((writer) => {
      writer.instruction(give('load', 0, 'store')).instruction(take('store', 0))
      build(writer)
    })

  it('BANK, OWNERSHIP, SIZE, ADDRESS', () => {
    const stored = (bank: number, count: number, address = 0) =>
      store((w) => w.set('STORE_ADDR', { address }).instruction({ op: 'STORE', bank, count }))
    expect(stored(17, 1)).toMatchObject(expected('BANK', 'store', 2))
    expect(stored(3, 1)).toMatchObject(expected('BANK', 'store', 2))
    expect(stored(1, 1)).toMatchObject(expected('OWNERSHIP', 'store', 2))
    expect(stored(0, 0)).toMatchObject(expected('SIZE', 'store', 2))
    expect(stored(0, 2, 511)).toMatchObject(expected('ADDRESS', 'store', 2))
    expect(stored(0, 1, 511)).toBeUndefined()
    expect(store((w) => w.instruction(give('store', 0, 'control')))).toMatchObject(
      expected('BANK', 'store', 1),
    )
    expect(store((w) => w.instruction(give('store', 1, 'load')))).toMatchObject(
      expected('OWNERSHIP', 'store', 1),
    )
  })
})

describe('deadlock', () => {
  it('load waits for a bank that nobody will give back', () => {
    const error = run((writer) => {
      writer.instruction(give('load', 0, 'compute')).instruction(take('load', 0))
    })
    expect(error).toEqual({ ...expected('DEADLOCK', 'control', 2), cycle: 3 })
  })

  it('END with a TAKE left', () => {
    // TAKE is dispatched in 2 and stands in 3; END is dispatched in 3 too
    const error = run((writer) => writer.instruction(take('compute', 0)))
    expect(error).toEqual({ ...expected('DEADLOCK', 'control', 3), cycle: 4 })
    const kept = runStep(edge, matvecProgram(edge, { keepOutput: true })).error
    expect(kept).toEqual({ ...expected('DEADLOCK', 'control', 21), cycle: 141 })
  })

  it('is not a stream that pauses', () => {
    const stream = new StreamWriter(edge).begin().end().bytes()
    expect(runStep(edge, stream, { inputInterval: 1000 }).error).toBeUndefined()
  })
})
