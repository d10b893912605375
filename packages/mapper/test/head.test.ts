import { expect, test } from 'vitest'
import { runHead } from '../src/index.js'

test('equal scores: the first class wins', () => {
  expect(runHead([], [1, 3, 3, 2]).label).toBe(1)
  expect(runHead([{ op: 'multiply', values: [-1] }], [3, 1, 1]).label).toBe(1)
  expect(runHead([{ op: 'softmax' }], [5, 5]).label).toBe(0)
})

test('steps run in order, with one value or one a class', () => {
  const steps = [
    { op: 'subtract', values: [1] },
    { op: 'divide', values: [2, 4] },
    { op: 'subtractFrom', values: [10] },
    { op: 'add', values: [0.5, 0] },
    { op: 'relu' },
  ] as const
  expect(runHead(steps, [5, 45]).values).toEqual([8.5, 0])
})

test('softmax does not overflow', () => {
  expect(runHead([{ op: 'softmax' }], [1000, 1000]).values).toEqual([0.5, 0.5])
})
