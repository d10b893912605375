import { expect, it } from 'vitest'
import { DataError } from '../src/errors.js'
import { parseIdx } from '../src/idx.js'
import { firstImages, loadMnist, validationSplit } from '../src/mnist.js'

it('loads the 60,000 and 10,000 original images with their labels', async () => {
  const { train, test } = await loadMnist()
  expect([train.count, train.images.length, train.labels.length]).toEqual([60000, 47040000, 60000])
  expect([test.count, test.images.length, test.labels.length]).toEqual([10000, 7840000, 10000])
  expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
  const perDigit = new Array<number>(10).fill(0)
  for (const label of test.labels) perDigit[label]++
  expect(perDigit).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
  const first = firstImages(test, 3)
  expect([first.count, first.images.length, [...first.labels]]).toEqual([3, 3 * 784, [7, 2, 1]])
})

it('holds out the last 5,000 training images', async () => {
  const { train, test } = validationSplit(await loadMnist())
  const whole = (await loadMnist()).train
  expect([train.count, test.count]).toEqual([55_000, 5000])
  expect([...train.labels, ...test.labels]).toEqual([...whole.labels])
  expect(Buffer.compare(Buffer.concat([train.images, test.images]), whole.images)).toBe(0)
})

it('refuses an IDX file of another type, shape or length', () => {
  const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6)
  expect([...parseIdx(file, [2, 3], 'good')]).toEqual([1, 2, 3, 4, 5, 6])
  expect(() => parseIdx(file, [3, 2], 'bad')).toThrow(DataError)
  expect(() => parseIdx(file, [2], 'bad')).toThrow(DataError)
  expect(() => parseIdx(file, [2, 3, 1], 'bad')).toThrow(DataError)
  expect(() => parseIdx(file.subarray(0, 17), [2, 3], 'bad')).toThrow('18 bytes')
  expect(() => parseIdx(file.subarray(0, 3), [2, 3], 'bad')).toThrow(DataError)
  expect(() => parseIdx(Uint8Array.from(file).fill(9, 2, 3), [2, 3], 'bad')).toThrow(DataError)
})
