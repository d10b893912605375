import {
  loadMnist,
  SIGN_GRADIENTS,
  type SignGradient,
  TRAINING_RECIPES,
  validationSplit,
  WEIGHT_SCALES,
  type WeightScale,
} from '@concord/trainer'
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { formatNumber, formatPercent } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { addVerb, positive } from './options.js'

const WIDTH = Math.max(...Object.keys(TRAINING_RECIPES).map((name) => name.length))

const EXAMPLES = `  $ concord train mnist-mlp -o my-mlp.onnx               the bundled network again, from its seed
  $ concord train mnist-mlp --seed 7 -o other.onnx       another one
  $ concord train mnist-mlp --epochs 1 --hidden 64,64 -o small.onnx
  $ concord train binarynet-cnn --sign-gradient approximate --distillation 0.5 --validate -o cnn.onnx

Recipes:
${Object.values(TRAINING_RECIPES)
  .map(({ name, summary }) => `  ${name.padEnd(WIDTH)}  ${summary}`)
  .join('\n')}`

interface TrainVerbOptions {
  readonly output: string
  readonly seed?: number
  readonly epochs?: number
  readonly hidden?: readonly number[]
  readonly trainImages?: number
  readonly signGradient?: SignGradient
  readonly weightScale?: WeightScale
  readonly distillation?: number
  readonly twin: boolean
  readonly validate?: true
}

/** `concord train`: a network of our own. */
export function addTrain(program: Command, session: Session): void {
  addVerb<[string], TrainVerbOptions>(program, session, {
    usage: 'train',
    arguments: [new Argument('<recipe>', 'what to train').choices(Object.keys(TRAINING_RECIPES))],
    summary: 'train a small binary network',
    description:
      'Trains a binary network with straight-through estimators and writes it as QONNX, its float twin trained beside it for comparison. Equal options give equal files.',
    examples: EXAMPLES,
    options: [
      new Option('-o, --output <file>', 'the QONNX file to write').makeOptionMandatory(),
      new Option('--seed <n>', 'seed of everything random').argParser(natural),
      new Option('--epochs <n>', 'passes over the training images').argParser(positive),
      new Option(
        '--hidden <widths>',
        'widths of the hidden layers of mnist-mlp, such as 256,256,256',
      ).argParser(widths),
      new Option('--train-images <n>', 'only the first n training images').argParser(positive),
      new Option('--sign-gradient <kind>', 'what stands in for the gradient of sign').choices(SIGN_GRADIENTS),
      new Option(
        '--weight-scale <kind>',
        "mean magnitude that scales the signs, in place of the family's",
      ).choices(WEIGHT_SCALES),
      new Option(
        '--distillation <share>',
        "share of the loss that follows the float twin's answers",
      ).argParser(Number),
      new Option('--no-twin', 'train no float twin'),
      new Option(
        '--validate',
        'count the last 5,000 training images in place of the test images and train on none of them: for choosing settings',
      ),
    ],
    action: async ({ output, ...options }, name) => {
      const { seed, epochs, hidden, trainImages, signGradient, weightScale, distillation } = options
      const recipe = TRAINING_RECIPES[name]
      session.outputs.claim(output)
      const twin = recipe.special.includes('twin') && options.twin
      const passes = (twin ? 2 : 1) * (epochs ?? recipe.defaults.epochs)
      const phase = session.progress.phase(`training ${name}`, passes, 'epochs')
      const result = await recipe.train({
        ...(seed !== undefined && { seed }),
        ...(epochs !== undefined && { epochs }),
        ...(hidden !== undefined && { hidden }),
        ...(trainImages !== undefined && { trainImages }),
        ...(signGradient !== undefined && { signGradient }),
        ...(weightScale !== undefined && { weightScale }),
        ...(distillation !== undefined && { distillation }),
        ...(!options.twin && { twin: false }),
        ...(options.validate && { data: validationSplit(await loadMnist()) }),
        signal: session.signal,
        onProgress: ({ epoch, step, stepsPerEpoch }) =>
          phase.update(epoch - 1 + Math.floor(step / stepsPerEpoch)),
      })
      const { onnx, settings, test, history } = result
      const counted = options.validate ? 'held-out' : 'test'
      session.outputs.write(output, onnx)
      session.print(
        `${output}: ${formatNumber(onnx.length)} bytes, ${formatNumber(test.correct)} of ${formatNumber(test.total)} ${counted} images right (${formatPercent(test.accuracy)})`,
      )
      if (result.twin !== undefined) session.print(`float twin: ${formatPercent(result.twin.accuracy)}`)
      return { recipe: name, file: output, settings, counted, test, twin: result.twin, history }
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
