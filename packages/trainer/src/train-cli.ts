import { writeFile } from 'node:fs/promises'
import { argv, stdout } from 'node:process'
import { TRAINING_RECIPES } from './recipes.js'

/** Trains `mnist-mlp` with its recipe's settings and writes it to the file named on the command line. */
const [output = 'mnist-mlp.onnx'] = argv.slice(2)
const { onnx, test } = await TRAINING_RECIPES['mnist-mlp'].train({
  onProgress: ({ epoch, epochs, step, stepsPerEpoch, loss, trainAccuracy }) => {
    if (step < stepsPerEpoch) return
    const percent = (100 * trainAccuracy).toFixed(2)
    stdout.write(`epoch ${epoch}/${epochs}: loss ${loss.toFixed(4)}, training images right ${percent} %\n`)
  },
})
await writeFile(output, onnx)
stdout.write(`${output}: ${onnx.length} bytes, ${test.correct} of ${test.total} test images right\n`)
