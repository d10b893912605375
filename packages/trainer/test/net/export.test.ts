import { expect, it } from 'vitest'
import { loadTf } from '../../src/backend.js'
import { loadMnist, MNIST_PIXELS } from '../../src/mnist.js'
import { encodeNetwork } from '../../src/net/encode-network.js'
import { gatherImages } from '../../src/net/image-batches.js'
import { fileLogits } from '../../src/net/score.js'
import { Student } from '../../src/net/student.js'
import { prepareOnnx } from '../../src/onnx/evaluate.js'
import { createRandom } from '../../src/random.js'
import { COMMON } from '../../src/zoo/network-recipe.js'
import { everyOperation, everyStep } from '../support/every-operation.js'

const tf = await loadTf()
const { train } = await loadMnist()
const order = Uint32Array.from({ length: 64 }, (_, i) => i)
const batch = gatherImages(train, order, 0, 64, 0, createRandom(0))

it.each([
  ['maps', everyOperation],
  ['steps', everyStep],
] as const)('writes what was trained, operation by operation: %s', (_, define) => {
  const student = new Student(
    tf,
    define,
    { twin: false, signGradient: 'clip', weightScale: 'own' },
    createRandom(3),
  )
  for (let step = 0; step < 3; step++) student.step(batch, 0.01)
  student.freeze(batch)
  const parameters = student.parameters()
  const answers = student.answers(batch)
  student.dispose()
  const bytes = encodeNetwork({ name: 'every', define, parameters, settings: COMMON })
  const logits = fileLogits(prepareOnnx(bytes), train.images.subarray(0, 64 * MNIST_PIXELS))
  expect(new Set(answers).size).toBeGreaterThan(600)
  for (const [i, logit] of logits.entries()) expect(logit).toBeCloseTo(answers[i], 3)
})
