import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ChipConfig,
  chipGeometry,
  disassemble,
  PRESETS,
  parseStream,
  payloadBytes,
  StreamError,
  StreamWriter,
  scanStream,
} from '../../src/index.js'
import { streams } from '../arbitraries.js'

test('what is written is parsed', () => {
  fc.assert(
    fc.property(streams, ({ config, bytes, body, payloads }) => {
      const items = parseStream(config, bytes)
      expect(items.map(({ instruction }) => instruction).slice(1, -1)).toEqual(body)
      expect(items.map(({ index }) => index)).toEqual(items.map((_, i) => i))
      const parsed = items.map((item) =>
        bytes.subarray(item.payloadOffset, item.payloadOffset + item.payloadBytes),
      )
      expect(parsed.slice(1, -1)).toEqual(payloads)
      const { beatBytes, instructionBytes } = chipGeometry(config)
      for (const { byteOffset, payloadOffset } of items) {
        expect(byteOffset % beatBytes).toBe(0)
        expect(payloadOffset - byteOffset).toBe(instructionBytes)
      }
    }),
  )
})

test('a stream cut anywhere is refused, and scanned up to there', () => {
  fc.assert(
    fc.property(streams, fc.nat(), ({ config, bytes }, at) => {
      const cut = bytes.subarray(0, at % bytes.length)
      expect(() => parseStream(config, cut)).toThrow(StreamError)
      const { items, end } = scanStream(config, cut)
      expect(end).toBe('truncated')
      expect(items).toEqual(scanStream(config, bytes).items.slice(0, items.length))
    }),
  )
})

const { nano, edge, wide } = PRESETS

function written(config: ChipConfig, write: (writer: StreamWriter) => unknown): Uint8Array {
  const writer = new StreamWriter(config).begin()
  write(writer)
  return writer.end().bytes()
}

describe('bytes', () => {
  test('of a 32-bit stream', () => {
    const bytes = written(edge, (writer) => writer.instruction({ op: 'STORE', bank: 1, count: 2 }))
    expect([...bytes]).toEqual([0xf4, 0x9c, 1, 4, 0x41, 0, 0, 0xcc, 0, 0, 0, 8])
  })

  test('of a 64-bit stream: an instruction is the low half of a beat', () => {
    const bytes = written(wide, () => {})
    expect([...bytes]).toEqual([0x52, 0x26, 1, 4, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  })

  test('of thresholds: two’s complement, each in its own beats, spare bits 0', () => {
    const load = { op: 'LOAD_THRESHOLDS', bank: 0, slots: 1, rows: 2 } as const
    const tail = (config: ChipConfig) => {
      const bytes = written(config, (w) => w.instruction(load).thresholds(Int32Array.of(-2, 3)))
      const { instructionBytes } = chipGeometry(config)
      return [...bytes.subarray(2 * instructionBytes, -instructionBytes)]
    }
    expect(tail(nano)).toEqual([0xfe, 0xff, 3, 0])
    expect(tail(edge)).toEqual([0xfe, 0xff, 0, 0, 3, 0, 0, 0])
    expect(tail(wide)).toEqual([0xfe, 0xff, 0xff, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0])
    expect(tail({ ...nano, accBits: 9 })).toEqual([0xfe, 1, 3, 0])
  })
})

test.each([
  ['nano', 3 * 2, 4 * 5 * 2, 2 * 7 * 2],
  ['wide', 3 * 32, 4 * 5 * 32, 2 * 7 * 8],
] as const)('payload of %s: words of lanes bits, thresholds in whole beats', (name, ...expected) => {
  const geometry = chipGeometry(PRESETS[name])
  const payloads = [
    { op: 'LOAD_ACT', bank: 0, count: 3 },
    { op: 'LOAD_WEIGHTS', bank: 0, words: 5, rows: 4 },
    { op: 'LOAD_THRESHOLDS', bank: 0, slots: 2, rows: 7 },
  ] as const
  expect(payloads.map((instruction) => payloadBytes(geometry, instruction))).toEqual(expected)
  expect(payloadBytes(geometry, { op: 'STORE', bank: 0, count: 3 })).toBe(0)
})

test('a stream of any length is kept whole', () => {
  const piece = Uint8Array.from({ length: 800 }, (_, i) => i)
  const writer = new StreamWriter(edge).begin()
  for (let i = 0; i < 500; i++) writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 200 }).words(piece)
  const bytes = writer.end().bytes()
  const items = parseStream(edge, bytes)
  expect([bytes.length, items.length]).toEqual([4 + 500 * 804 + 4, 502])
  for (const { payloadOffset, payloadBytes: length } of items.slice(1, -1)) {
    expect(Buffer.compare(bytes.subarray(payloadOffset, payloadOffset + length), piece)).toBe(0)
  }
})

test('the writer counts bytes and instructions', () => {
  const writer = new StreamWriter(nano).begin().instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
  expect([writer.byteLength, writer.instructionCount]).toEqual([8, 2])
  writer.words(Uint8Array.of(1)).words(Uint8Array.of(2)).set('LOAD_ADDR', { address: 3 })
  expect([writer.byteLength, writer.instructionCount]).toEqual([14, 3])
})

test('the writer refuses payload that is missing, too long or owed by nobody', () => {
  const writer = () => new StreamWriter(nano).begin().instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
  expect(() => writer().end()).toThrow('2 bytes of payload are missing')
  expect(() => writer().bytes()).toThrow(/load LOAD_ACT a0 count=1[\s\S]*missing/)
  expect(() => writer().words(new Uint8Array(3))).toThrow('3 bytes of payload, 2 are owed')
  expect(() => new StreamWriter(nano).words(new Uint8Array(1))).toThrow(StreamError)
})

test('the writer refuses a threshold that does not fit the accumulator', () => {
  const load = { op: 'LOAD_THRESHOLDS', bank: 0, slots: 1, rows: 1 } as const
  for (const value of [32768, -32769]) {
    const write = () => new StreamWriter(nano).instruction(load).thresholds(Int32Array.of(value))
    expect(write).toThrow(`threshold ${value} does not fit accBits = 16: -32768..32767`)
  }
})

describe('parsing refuses', () => {
  const good = written(nano, (writer) => writer.instruction({ op: 'STORE', bank: 1, count: 2 }))
  const patched = (offset: number, ...bytes: number[]) => {
    const copy = good.slice()
    copy.set(bytes, offset)
    return copy
  }
  const twice = Uint8Array.from([...good.subarray(0, 4), ...good])
  const second = new StreamWriter(nano).instruction({ op: 'END' }).bytes()
  test.each([
    ['nothing', nano, new Uint8Array(0), /byte 0[\s\S]*ends before END/],
    ['no END', nano, good.subarray(0, 8), /after instruction 1 \(STORE\)[\s\S]*ends before END/],
    [
      'bytes after END',
      nano,
      Uint8Array.from([...good, 0]),
      /instruction 2 at byte 8[\s\S]*bytes follow END/,
    ],
    ['an unknown operation', nano, patched(7, 0xd0), /instruction 1 at byte 4[\s\S]*0xd0000041/],
    ['a SET of control', nano, patched(7, 0x20), /0x20000041/],
    ['no BEGIN', nano, second, /END where BEGIN must be/],
    ['two BEGINs', nano, twice, /instruction 1 at byte 4[\s\S]*BEGIN where it may not be/],
    ['another chip', { ...nano, accDepth: 5 }, good, /signature 0x7372 of another chip, nano has 0x/],
    ['another version', nano, patched(2, 2), /version 2, this is version 1/],
    ['half a beat', edge, written(edge, () => {}).subarray(0, 7), /7 bytes are not whole beats of 4 bytes/],
  ] as const)('%s', (_, config, bytes, message) => {
    expect(() => parseStream(config, bytes)).toThrow(StreamError)
    expect(() => parseStream(config, bytes)).toThrow(message)
  })
})

test('a scan says how it ended', () => {
  const good = written(nano, () => {})
  expect(scanStream(nano, good).end).toBe('end')
  expect(scanStream(nano, Uint8Array.from([...good, 1])).end).toBe('trailing')
  const unknown = new StreamWriter(nano).begin().raw(0).end().bytes()
  const { items, end } = scanStream(nano, unknown)
  expect([end, items.length, items[1]!.instruction]).toEqual(['unknown', 2, undefined])
})

test('a scan goes on after an unknown operation that compute or store would report', () => {
  for (const word of [0x9c000000, 0xbe000000, 0xd0000000, 0xe1000000]) {
    const { items, end } = scanStream(nano, new StreamWriter(nano).begin().raw(word).end().bytes())
    expect([end, items.length, items[1]!.instruction]).toEqual(['end', 3, undefined])
  }
})

test('a stream is disassembled line by line', () => {
  const bytes = written(nano, (w) =>
    w.instruction({ op: 'LOAD_ACT', bank: 1, count: 2 }).words(new Uint8Array(4)),
  )
  expect(disassemble(nano, bytes)).toBe(
    '00000000      0  control BEGIN signature=0x7372 version=1\n' +
      '00000004      1  load LOAD_ACT a1 count=2 ; 4 bytes of payload\n' +
      '0000000c      2  control END\n',
  )
})

test('wide words are int16 values of all post lanes, padded to whole beats', () => {
  const chip = { ...nano, streamBits: 32 as const, lanes: 32, rows: 32, postLanes: 1, residualWords: 8 }
  const load = { op: 'LOAD_ACT', bank: 18, count: 2 } as const
  const bytes = new StreamWriter(chip).begin().instruction(load).wide(Int16Array.of(-2, 0x1234)).end().bytes()
  expect([...bytes.subarray(8, 16)]).toEqual([0xfe, 0xff, 0, 0, 0x34, 0x12, 0, 0])
  const pairs = { ...nano, residualWords: 8 }
  const writer = new StreamWriter(pairs).begin().instruction(load)
  expect(() => writer.wide(Int16Array.of(1))).toThrow(/whole words of postLanes = 2/)
  expect([
    ...writer
      .wide(Int16Array.of(1, 2, 3, 4))
      .bytes()
      .subarray(-8),
  ]).toEqual([1, 0, 2, 0, 3, 0, 4, 0])
})
