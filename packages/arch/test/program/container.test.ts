import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ConcordError,
  ConfigError,
  chipGeometry,
  decodeProgram,
  encodeProgram,
  PRESETS,
  type Program,
  ProgramError,
  programSha256,
  StreamError,
  StreamWriter,
} from '../../src/index.js'
import { chips } from '../arbitraries.js'

/** A small program: one LOAD_ACT of two one-word inputs, one STORE of a two-plane word each. */
function sample(config = PRESETS.nano): Program {
  const writer = new StreamWriter(config).begin().instruction({ op: 'LOAD_ACT', bank: 0, count: 2 })
  const at = writer.byteLength
  const { wordBytes } = chipGeometry(config)
  writer.words(new Uint8Array(2 * wordBytes)).instruction({ op: 'STORE', bank: 0, count: 4 })
  const slot = { lines: 1, byteStep: 0, tensorOffset: 0, tensorStep: 0 }
  const stream = writer.end().bytes()
  return {
    config,
    batch: 2,
    classes: 2,
    encoding: {
      elements: 8,
      width: 1,
      height: 1,
      channels: 8,
      sourceOrder: 'channelsLast',
      planes: 1,
      thresholds: [[128]],
      planeBits: [0, 1],
      patch: null,
    },
    tensors: [
      { name: 'input', width: 1, height: 1, channels: 8, planes: 1 },
      { name: 'fc1', width: 1, height: 1, channels: 2, planes: 2 },
    ],
    passes: [{ bytes: stream.length, outputBytes: 4 * wordBytes }],
    inputs: [0, 1].map((input) => ({
      ...slot,
      ...{ input, tensor: 0, byteOffset: at + input * wordBytes, bytes: wordBytes },
    })),
    outputs: [0, 1].map((input) => ({
      ...slot,
      ...{ input, tensor: 1, byteOffset: 2 * input * wordBytes, bytes: 2 * wordBytes },
    })),
    outputBytes: 4 * wordBytes,
    layers: [
      {
        name: 'fc1',
        kind: 'dense',
        place: 'chip',
        inputShape: [8],
        outputShape: [2],
        actPlanes: 1,
        weightPlanes: 1,
        macs: 16,
        words: 1,
        instructions: [{ pass: 0, first: 1, last: 2 }],
      },
    ],
    head: { scale: [1, 0.1], offset: [0, -1e-9] },
    meta: { source: 'test', nested: { b: [1, null], a: true } },
    stream,
  }
}

const program = sample()
const file = encodeProgram(program)
const headerBytes = new DataView(file.buffer).getUint32(12, true)

/** The file with a changed header or stream and a checksum that is right again. */
function resealed(header: string | Uint8Array, stream = program.stream): Uint8Array {
  const bytes = typeof header === 'string' ? new TextEncoder().encode(header) : header
  const body = Buffer.concat([file.subarray(0, 24), bytes, stream])
  body.writeUInt32LE(bytes.length, 12)
  body.writeUInt32LE(stream.length, 16)
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

function patched(offset: number, ...bytes: number[]): Uint8Array {
  const copy = file.slice()
  copy.set(bytes, offset)
  return copy
}

const header = JSON.parse(new TextDecoder().decode(file.subarray(24, 24 + headerBytes)))
const changed = (change: object) => resealed(JSON.stringify({ ...header, ...change }))

test('a program survives its file, on every chip', () => {
  fc.assert(
    fc.property(chips, (config) => {
      const written = sample(config)
      expect(decodeProgram(encodeProgram(written))).toEqual(written)
    }),
  )
})

test('a program shares no memory with its file', () => {
  const buffer = Buffer.from(file)
  const { stream } = decodeProgram(buffer)
  const before = stream.slice()
  buffer.fill(0)
  expect(stream).toEqual(before)
})

test('the file is laid out as documented', () => {
  const { stream } = program
  const length = 56 + headerBytes + stream.length
  expect(file.length).toBe(length)
  expect([...file.subarray(0, 12)]).toEqual([0x8c, 0x43, 0x4e, 0x43, 0x44, 0x0d, 0x0a, 0x1a, 2, 0, 0, 0])
  expect(new DataView(file.buffer).getBigUint64(16, true)).toBe(BigInt(stream.length))
  expect(file.subarray(24 + headerBytes, length - 32)).toEqual(stream)
  const digest = createHash('sha256').update(file.subarray(0, -32)).digest('hex')
  expect(Buffer.from(file.subarray(-32)).toString('hex')).toBe(digest)
  expect(programSha256(program)).toBe(digest)
  expect(Object.keys(header)).toEqual(
    'config batch classes encoding tensors passes inputs outputs outputBytes layers head meta'.split(' '),
  )
})

test('equal programs give equal files, whatever the order of their keys', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed)
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    )
  }
  expect(encodeProgram(reversed(program) as Program)).toEqual(file)
})

test('a file inside a larger buffer is read', () => {
  const larger = new Uint8Array(file.length + 7)
  larger.set(file, 5)
  expect(decodeProgram(larger.subarray(5, 5 + file.length))).toEqual(program)
})

describe('corruption', () => {
  test('of any one bit is found', () => {
    for (let bit = 0; bit < 8 * file.length; bit++) {
      const damaged = patched(bit >> 3, file[bit >> 3]! ^ (1 << (bit & 7)))
      expect(() => decodeProgram(damaged), `bit ${bit}`).toThrow(ProgramError)
    }
  })

  test('by truncation is found at every length', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeProgram(file.subarray(0, length), 'net.concord')).toThrow(
        /net\.concord[\s\S]*truncated/,
      )
    }
  })

  test.each([
    ['another magic', patched(0, 0x7f), 'this is no Concord program'],
    [
      'line ends changed in transfer',
      Buffer.concat([file.subarray(0, 5), file.subarray(6)]),
      'no Concord program',
    ],
    ['another version', patched(8, 1), 'format version 1, this tool reads version 2'],
    ['reserved bytes', patched(10, 1), 'reserved bytes are 1'],
    ['bytes at the end', Buffer.concat([file, Buffer.of(0)]), 'too long'],
    ['a huge length', patched(16, ...new Array(8).fill(255)), 'truncated'],
    ['a changed stream', patched(30 + headerBytes, 99), 'checksum (SHA-256) does not match'],
    ['a changed checksum', patched(file.length - 1, file.at(-1)! ^ 1), 'checksum (SHA-256) does not match'],
    ['a header that is no JSON', resealed('{"config":'), 'the header is no JSON'],
    ['a header that is no UTF-8', resealed(Uint8Array.of(0xff)), 'the header is no JSON'],
    ['a missing key', resealed(JSON.stringify({ ...header, batch: undefined })), 'header, batch'],
    ['an unknown key', changed({ extra: 1 }), 'extra'],
    ['a wrong type', changed({ outputBytes: 'x' }), 'header, outputBytes'],
    ['a wrong type deep inside', changed({ inputs: [{ ...header.inputs[0], bytes: 0 }] }), 'inputs.0.bytes'],
  ])('%s', (_, damaged, message) => {
    expect(() => decodeProgram(damaged, 'net.concord')).toThrow(ProgramError)
    expect(() => decodeProgram(damaged, 'net.concord')).toThrow(message)
  })

  test('an illegal chip is refused by field', () => {
    const damaged = changed({ config: { ...header.config, rows: 0 } })
    expect(() => decodeProgram(damaged)).toThrow(ConfigError)
    expect(() => decodeProgram(damaged)).toThrow('rows is 0, legal: an integer in 1..512')
  })

  test('a stream for another chip is refused', () => {
    const damaged = changed({ config: { ...header.config, queueDepth: 5 } })
    expect(() => decodeProgram(damaged)).toThrow(StreamError)
    expect(() => decodeProgram(damaged)).toThrow('of another chip')
  })

  test('a stream cut before END is refused', () => {
    const stream = program.stream.subarray(0, -4)
    const passes = [{ ...header.passes[0], bytes: stream.length }]
    const damaged = resealed(JSON.stringify({ ...header, passes }), stream)
    expect(() => decodeProgram(damaged)).toThrow('ends before END')
  })

  test('random bytes never give a program', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, magic) => {
        const input = magic ? Buffer.concat([file.subarray(0, 12), bytes]) : bytes
        expect(() => decodeProgram(input)).toThrow(ConcordError)
      }),
    )
  })
})

describe('contradictions are refused when read and when written', () => {
  const { encoding } = program
  const [pass] = program.passes as [Program['passes'][0]]
  const patch = {
    ...{ width: 1, height: 1, kernelWidth: 2, kernelHeight: 1, strideX: 1, strideY: 1 },
    ...{ dilationX: 1, dilationY: 1, left: 0, top: 0, padCodes: [] },
  }
  const [input0, input1] = program.inputs as [Program['inputs'][0], Program['inputs'][0]]
  const [output0, output1] = program.outputs as [Program['outputs'][0], Program['outputs'][0]]
  const layer = program.layers[0]!
  test.each<[Partial<Program>, string]>([
    [{ encoding: { ...encoding, elements: 9 } }, 'encoding.elements 9 is not width × height × channels'],
    [
      { encoding: { ...encoding, thresholds: [[1], [2]] } },
      'encoding.thresholds has 2 lists, legal: 1, 8 or 8',
    ],
    [{ encoding: { ...encoding, thresholds: [[1, 2]] } }, 'planeBits has not one entry a code'],
    [{ encoding: { ...encoding, thresholds: [[2, 1]], planeBits: [0, 1, 1] } }, 'do not ascend'],
    [{ encoding: { ...encoding, planeBits: [0, 2] } }, 'planeBits has more than 1 planes'],
    [
      { encoding: { ...encoding, patch: { ...patch, padCodes: [1] } } },
      'padCodes has 1 codes, legal: 0 or 8',
    ],
    [{ encoding: { ...encoding, patch } }, 'tensors.0 is not the packed input'],
    [{ passes: [{ ...pass, bytes: 4 }] }, 'passes take 4 bytes'],
    [{ passes: [{ ...pass, outputBytes: 9 }] }, 'passes.0.outputBytes is 9, but its stream stores 8'],
    [{ inputs: [input0, { ...input1, input: 2 }] }, 'inputs.1: input 2 is not in the batch of 2'],
    [{ inputs: [input0, { ...input1, tensor: 2 }] }, 'inputs.1: tensor 2 is not one of 2'],
    [{ inputs: [input0] }, 'slots for 1 inputs of a batch of 2'],
    [{ inputs: [input0, { ...input1, tensorOffset: 1 }] }, 'inputs.1: it ends beyond the 2 bytes'],
    [
      { inputs: [{ ...input0, lines: 2, byteStep: 1, tensorStep: 1 }, input1] },
      'inputs.0: it ends beyond the 2 bytes',
    ],
    [
      { inputs: [{ ...input0, byteOffset: 7 }, input1] },
      'inputs.0 does not lie in the payload of one LOAD_ACT',
    ],
    [{ inputs: [input0, { ...input1, byteOffset: 11 }] }, 'inputs.1 does not lie in the payload'],
    [{ outputBytes: 9 }, 'outputBytes is 9, but the passes store 8'],
    [{ classes: 3 }, 'the results are not 3 classes'],
    [{ outputs: [output0, { ...output1, input: 2 }] }, 'outputs.1: input 2 is not in the batch'],
    [{ outputs: [output0, { ...output1, byteOffset: 5 }] }, 'outputs.1 ends beyond the output stream'],
    [{ outputs: [output0, { ...output1, tensor: 0, bytes: 2 }] }, 'outputs.1 overwrites the input'],
    [{ outputs: [output0] }, 'outputs has 0 bytes of results of input 1, legal: 4'],
    [{ layers: [{ ...layer, instructions: [{ pass: 0, first: 1, last: 4 }] }] }, 'layers.0.instructions'],
    [{ layers: [{ ...layer, instructions: [{ pass: 0, first: 2, last: 1 }] }] }, 'layers.0.instructions'],
    [{ layers: [{ ...layer, instructions: [{ pass: 1, first: 1, last: 2 }] }] }, 'layers.0.instructions'],
    [{ head: { scale: [1], offset: [0, 0] } }, 'head is not for 2 classes'],
  ])('%o', (change, message) => {
    expect(() => encodeProgram({ ...program, ...change })).toThrow(ProgramError)
    expect(() => encodeProgram({ ...program, ...change })).toThrow(message)
    expect(() => decodeProgram(changed(change))).toThrow(message)
  })

  test('numbers that JSON cannot hold', () => {
    const head = { scale: [1, Number.NaN], offset: [0, 0] }
    expect(() => encodeProgram({ ...program, head })).toThrow('header, head.scale.1')
  })
})
