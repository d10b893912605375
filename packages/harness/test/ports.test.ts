import { idleInputs } from '@concord/sim'
import { expect, test } from 'vitest'
import { compareOutputs, packInputs, packOutputs, RECORD_WORDS } from '../src/rtl/ports.js'

const quiet = {
  ...{ inReady: false, outValid: false, outData: 0, outDataHigh: 0 },
  ...{ wbAck: false, wbDat: 0, done: false, error: false },
}

function records(...all: (typeof quiet)[]): Uint8Array {
  const words = new Uint32Array(all.length * RECORD_WORDS)
  all.forEach((outputs, i) => {
    packOutputs(outputs, words, i * RECORD_WORDS)
  })
  return new Uint8Array(words.buffer)
}

test('equal records have no difference', () => {
  expect(compareOutputs(records(quiet, quiet), records(quiet, quiet))).toBeUndefined()
})

test.each([
  ['done_o', { done: true }, 1],
  ['wb_dat_o', { wbDat: 0xdeadbeef }, 0xdeadbeef],
  ['out_data_o[63:32]', { outDataHigh: 0x80000000 }, 0x80000000],
])('names cycle and port of the first difference: %s', (signal, change, value) => {
  const expected = records(quiet, { ...quiet, ...change }, quiet)
  expect(compareOutputs(expected, records(quiet, quiet, quiet))).toEqual({
    ...{ cycle: 1, signal, expected: value, got: 0 },
  })
})

test('inputs fill the record as native/records.h has it', () => {
  const words = new Uint32Array(RECORD_WORDS)
  const bus = { wbCyc: true, wbStb: true, wbWe: true, wbSel: 15, wbAdr: 0x44, wbDat: 7 }
  packInputs({ ...idleInputs, ...bus, inValid: true, inLast: true, inData: 1, inDataHigh: 2 }, words, 0)
  expect([...words]).toEqual([0x440f77, 7, 1, 2])
})
