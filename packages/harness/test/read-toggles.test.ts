import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readToggles } from '../src/gates/read-toggles.js'

const HEADER = `$timescale 1ns $end
$scope module chip $end
$var wire 1 ! n0 $end
$var wire 1 " n1 $end
$var wire 1 ! n2 $end
$var wire 8 # in_data_i [7:0] $end
$upscope $end
$enddefinitions $end
`

const read = (changes: string, from: number, to: number) =>
  readToggles(Readable.from([HEADER + changes]), 3, from, to)

test('changes between 0 and 1 count from the given time on; one name may stand for two nets', async () => {
  const { toggles, high } = await read('#0\n0!\nx"\n#2\n1!\n1"\n#4\n0!\nb101 #\n#6\n1!\n0"\n', 4, 8)
  expect([...toggles]).toEqual([2, 1, 2])
  expect([...high]).toEqual([0.5, 0.5, 0.5])
})

test('changes from and to X do not count, but time at 1 does', async () => {
  const { toggles, high } = await read('#0\nx!\n#2\n1!\n#4\nx!\n#6\n1!\n', 0, 8)
  expect(toggles[0]).toBe(0)
  expect(high[0]).toBe(0.5)
})

test('lines may be cut anywhere', async () => {
  const text = `${HEADER}#0\n0!\n#2\n1!\n#4\n0!\n`
  const pieces = [...text].map((character) => Buffer.from(character))
  expect((await readToggles(Readable.from(pieces), 3, 0, 6)).toggles[0]).toBe(2)
})
