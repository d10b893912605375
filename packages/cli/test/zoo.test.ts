import { readdirSync, readFileSync } from 'node:fs'
import { inputValue, interpret, readOnnx } from '@concord/mapper'
import { fileLogits, loadMnist, prepareOnnx } from '@concord/trainer'
import { expect, it } from 'vitest'
import { WORKSPACE } from './support/concord.js'

const models = `${WORKSPACE}models/`
const names = readdirSync(models).filter((name) => name.endsWith('.onnx'))
const { test } = await loadMnist()

it.each(names)("%s: the mapper's reference and the trainer's inference read the same network", (name) => {
  const bytes = Uint8Array.from(readFileSync(models + name))
  const graph = readOnnx(bytes)
  const program = prepareOnnx(bytes)
  for (const image of [0, 8, 18]) {
    const pixels = test.images.subarray(image * 784, (image + 1) * 784)
    const values = interpret(
      graph,
      Array.from(pixels, (byte) => inputValue('unit', byte)),
    )
    const logits = fileLogits(program, pixels)
    const reference = values.get(graph.outputs[0])!.data
    expect(reference.length).toBe(10)
    for (const [i, value] of reference.entries()) expect(value).toBeCloseTo(logits[i], 9)
  }
})
