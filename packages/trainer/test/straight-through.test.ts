import { expect, it } from 'vitest'
import { Adam } from '../src/adam.js'
import { loadTf } from '../src/backend.js'
import { createStraightThrough } from '../src/straight-through.js'

const tf = await loadTf()
const ops = createStraightThrough(tf)

it('runs on the WebAssembly backend', () => {
  expect(tf.getBackend()).toBe('wasm')
})

it('takes the sign with zero as +1 and passes the gradient inside -1..1 only', () => {
  const x = tf.tensor2d([[-1.5, -1e-30, -0, 0, 0.5, 1.5]])
  expect([...ops.signActivation(x).dataSync()]).toEqual([-1, -1, 1, 1, 1, 1])
  const gradient = tf.grad((x) => tf.mul(ops.signActivation(x as never), 3))(x)
  expect([...gradient.dataSync()]).toEqual([0, 3, 3, 3, 3, 0])
})

it('multiplies by the signs of the weights and passes their gradient straight through', () => {
  const act = tf.tensor2d([
    [1, -1, 1],
    [-1, -1, 1],
  ])
  const latent = tf.tensor2d([
    [0.2, -0.3],
    [-0.9, 0],
    [0.1, -1],
  ])
  const dy = tf.tensor2d([
    [1, 2],
    [3, 4],
  ])
  // Signs [[1,-1],[-1,1],[1,-1]].
  expect([...ops.matMulSigns(act, latent).dataSync()]).toEqual([3, -3, 1, -1])
  const [dAct, dLatent] = tf.grads((a, w) => ops.matMulSigns(a as never, w as never))([act, latent], dy)
  expect([...dAct.dataSync()]).toEqual([-1, 1, -1, -1, 1, -1])
  expect([...dLatent.dataSync()]).toEqual([-2, -2, -4, -6, 4, 6])
  const dInput = tf.grad((w) => ops.matMulSignsOfInput(act, w as never))(latent, dy)
  expect([...dInput.dataSync()]).toEqual([...dLatent.dataSync()])
})

it('moves by the learning rate in the first step of Adam and clips', () => {
  const variable = tf.variable(tf.tensor1d([0, 0.95, -0.5]))
  new Adam(tf, variable, 1).step(tf.tensor1d([5, -0.2, 0]), 0.1)
  const [first, second, third] = variable.dataSync()
  expect(first).toBeCloseTo(-0.1, 4)
  expect(second).toBe(1)
  expect(third).toBe(-0.5)
})
