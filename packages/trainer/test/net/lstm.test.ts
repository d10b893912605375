import { createHash } from 'node:crypto'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { loadTf } from '../../src/backend.js'
import { binaryLstm } from '../../src/families/binary-lstm.js'
import { loadMnist } from '../../src/mnist.js'
import { TrainOps } from '../../src/net/train-ops.js'
import { Variables } from '../../src/net/variables.js'
import { createRandom, uniformValues } from '../../src/random.js'
import { TRAINING_RECIPES } from '../../src/recipes.js'

const tf = await loadTf()

/** Images of the gradient check. */
const IMAGES = 4
/** Length of a step along a gradient: far enough for float32, near enough for a straight line. */
const STEP = 5e-3

it('the float twin has the gradient that differences of its loss show, variable by variable', () => {
  const random = createRandom(3)
  const variables = new Variables(tf, random)
  const ops = new TrainOps(tf, variables, { twin: true, weightScale: 'own', signGradient: 'clip' })
  const images = tf.tensor4d(
    uniformValues(random, IMAGES * 784, 0.5).map((x) => x + 0.5),
    [IMAGES, 28, 28, 1],
  )
  const wanted = tf.oneHot(tf.tensor1d([3, 1, 4, 0], 'int32'), 10)
  const loss = () => {
    const logits = binaryLstm(ops, images) as Tensor2D
    return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1))) as Scalar
  }
  const lossNow = () => tf.tidy(() => loss().dataSync()[0])
  lossNow()
  const { grads } = tf.variableGrads(loss, variables.list())
  const names = Array.from(variables.values(), ([name]) => name)
  expect(names).toEqual(expect.arrayContaining(['row.weight', 'hidden.weight', 'gates.shift', 'shown.shift']))
  for (const [i, variable] of variables.list().entries()) {
    const gradient = grads[variable.name]
    const length = tf.norm(gradient).dataSync()[0]
    const values = variable.clone()
    const at = (distance: number) => {
      variable.assign(tf.add(values, tf.mul(gradient, distance / length)))
      return lossNow()
    }
    const slope = (at(STEP) - at(-STEP)) / (2 * STEP)
    variable.assign(values)
    expect(length, names[i]).toBeGreaterThan(1e-3)
    expect(Math.abs(slope / length - 1), `${names[i]}: ${slope}, not ${length}`).toBeLessThan(0.02)
  }
})

it('a short training gives the same file twice', async () => {
  const options = { data: await loadMnist(), epochs: 1, trainImages: 128, testImages: 10 }
  const train = async () => {
    const { onnx } = await TRAINING_RECIPES['binary-lstm'].train(options)
    return createHash('sha256').update(onnx).digest('hex')
  }
  expect(await train()).toBe(await train())
})
