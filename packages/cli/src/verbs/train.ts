import { type RecipeName, TRAINING_RECIPES } from '@concord/trainer'
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { formatNumber, formatPercent } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { addVerb, positive } from './options.js'

const EXAMPLES = `  $ concord train mnist-mlp -o my-mlp.onnx               the bundled network again, from its seed
  $ concord train mnist-mlp --seed 7 -o other.onnx       another one
  $ concord train mnist-mlp --epochs 1 --hidden 64,64 -o small.onnx

Recipes:
${Object.values(TRAINING_RECIPES)
  .map(({ name, summary }) => `  ${name}  ${summary}`)
  .join('\n')}`

interface TrainVerbOptions {
  readonly output: string
  readonly seed?: number
  readonly epochs?: number
  readonly hidden?: readonly number[]
  readonly trainImages?: number
}

/** `concord train`: a network of our own. */
export function addTrain(program: Command, session: Session): void {
  addVerb<[RecipeName], TrainVerbOptions>(program, session, {
    usage: 'train',
    arguments: [new Argument('<recipe>', 'what to train').choices(Object.keys(TRAINING_RECIPES))],
    summary: 'train a small binary network',
    description:
      'Trains a binary network with straight-through estimators and writes it as QONNX. Equal options give equal files.',
    examples: EXAMPLES,
    options: [
      new Option('-o, --output <file>', 'the QONNX file to write').makeOptionMandatory(),
      new Option('--seed <n>', 'seed of everything random').argParser(natural),
      new Option('--epochs <n>', 'passes over the training images').argParser(positive),
      new Option('--hidden <widths>', 'widths of the hidden layers, such as 256,256,256').argParser(widths),
      new Option('--train-images <n>', 'only the first n training images').argParser(positive),
    ],
    action: async ({ output, seed, epochs, hidden, trainImages }, name) => {
      const recipe = TRAINING_RECIPES[name]
      session.outputs.claim(output)
      const phase = session.progress.phase(`training ${name}`, epochs ?? recipe.defaults.epochs, 'epochs')
      const { onnx, settings, test, history } = await recipe.train({
        ...(seed !== undefined && { seed }),
        ...(epochs !== undefined && { epochs }),
        ...(hidden !== undefined && { hidden }),
        ...(trainImages !== undefined && { trainImages }),
        signal: session.signal,
        onProgress: ({ epoch, step, stepsPerEpoch }) =>
          phase.update(epoch - 1 + Math.floor(step / stepsPerEpoch)),
      })
      session.outputs.write(output, onnx)
      session.print(
        `${output}: ${formatNumber(onnx.length)} bytes, ${formatNumber(test.correct)} of ${formatNumber(test.total)} test images right (${formatPercent(test.accuracy)})`,
      )
      return { recipe: name, file: output, settings, test, history }
    },
  })
}

function natural(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value >= 2 ** 32) {
    throw new InvalidArgumentError('A whole number in 0..4294967295 is needed.')
  }
  return value
}

function widths(text: string): number[] {
  return text.split(',').map(positive)
}
