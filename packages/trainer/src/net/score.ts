import { setImmediate } from 'node:timers/promises'
import { argmaxRows, type Score } from '../infer.js'
import { type LabelledImages, MNIST_PIXELS } from '../mnist.js'
import { type OnnxProgram, prepareOnnx } from '../onnx/evaluate.js'
import { createRandom } from '../random.js'
import { gatherImages } from './image-batches.js'
import type { Student } from './student.js'

/** Images a run: enough to share the constants, few enough to stay in the caches. */
const BATCH = 10
const STUDENT_BATCH = 200

/** Logits of images by a network's file: every node in float64 on the file's values; `count * 10`. */
export function fileLogits(program: OnnxProgram, images: Uint8Array): Float64Array {
  const count = images.length / MNIST_PIXELS
  // The network's input is float32, as in every runtime.
  const data = Float64Array.from(images, (pixel) => Math.fround(pixel / 255))
  return program({ shape: [count, 1, 28, 28], data }).data
}

/** Classifies the images by a network as it stands in training, in float32, and counts those that match their label. */
export async function scoreStudent(
  student: Student,
  data: LabelledImages,
  signal?: AbortSignal,
): Promise<Score> {
  const order = Uint32Array.from({ length: data.count }, (_, i) => i)
  let correct = 0
  for (let first = 0; first < data.count; first += STUDENT_BATCH) {
    const size = Math.min(STUDENT_BATCH, data.count - first)
    const logits = student.answers(gatherImages(data, order, first, size, 0, createRandom(0)))
    const classes = argmaxRows(Float64Array.from(logits), logits.length / size)
    for (let i = 0; i < size; i++) if (classes[i] === data.labels[first + i]) correct++
    await setImmediate()
    signal?.throwIfAborted()
  }
  return { correct, total: data.count, accuracy: correct / data.count }
}

/** Classifies the images by a network's file and counts those that match their label. */
export async function scoreFile(
  bytes: Uint8Array,
  data: LabelledImages,
  signal?: AbortSignal,
): Promise<Score> {
  const program = prepareOnnx(bytes)
  let correct = 0
  for (let first = 0; first < data.count; first += BATCH) {
    const size = Math.min(BATCH, data.count - first)
    const images = data.images.subarray(first * MNIST_PIXELS, (first + size) * MNIST_PIXELS)
    const logits = fileLogits(program, images)
    const classes = argmaxRows(logits, logits.length / size)
    for (let i = 0; i < size; i++) if (classes[i] === data.labels[first + i]) correct++
    if (first % (BATCH * 20) === 0) {
      await setImmediate()
      signal?.throwIfAborted()
    }
  }
  return { correct, total: data.count, accuracy: correct / data.count }
}
