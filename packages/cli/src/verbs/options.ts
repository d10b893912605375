import { INPUT_SCALINGS, type InputScaling, type SignOfZero } from '@concord/mapper'
import { type Argument, type Command, InvalidArgumentError, Option } from 'commander'
import type { ModelOptions } from '../io/model-file.js'
import type { Session } from '../session/session.js'

/** Options that several verbs have. */
export const OPTIONS = {
  chip: () => new Option('-c, --chip <chip>', 'preset (see "concord chips") or JSON file of a chip'),
  batch: () =>
    new Option(
      '-b, --batch <n>',
      'inputs an execution handles (default: what the chip has room for)',
    ).argParser(positive),
  limit: () => new Option('-n, --limit <n>', 'only the first n inputs').argParser(positive),
  inputScale: () =>
    new Option(
      '--input-scale <how>',
      'what the network gets for a byte (default: what its file says, else unit)',
    ).choices(Object.keys(INPUT_SCALINGS)),
  signZero: () =>
    new Option('--sign-zero <value>', 'what ONNX Sign gives for 0 (default: 0, as ONNX says)').choices([
      '1',
      '0',
      '-1',
    ]),
  noHost: () =>
    new Option(
      '--no-host',
      'refuse a network of which the host would compute more than planes of bytes and what follows the last layer',
    ),
  data: () =>
    new Option(
      '-d, --data <file>',
      'images: IDX, .npy, .npz or CIFAR-10 records, also .gz; "mnist": the MNIST test images, with labels',
    ),
  labels: () =>
    new Option(
      '-l, --labels <file>',
      'labels of the images, where the data have none: IDX or .npy, also .gz',
    ),
  inputInterval: () =>
    new Option('--input-interval <cycles>', 'the host offers a beat every so many cycles')
      .argParser(positive)
      .default(1),
  outputInterval: () =>
    new Option('--output-interval <cycles>', 'the host accepts a beat every so many cycles')
      .argParser(positive)
      .default(1),
} as const

/** What {@link OPTIONS} say about a network. */
export interface ModelVerbOptions {
  readonly inputScale?: InputScaling
  readonly signZero?: string
  /** False with --no-host. */
  readonly host?: boolean
}

/** Options of reading a network. */
export function modelOptions({ inputScale, signZero }: ModelVerbOptions): ModelOptions {
  return {
    ...(inputScale !== undefined && { inputScaling: inputScale }),
    ...(signZero !== undefined && { signOfZero: Number(signZero) as SignOfZero }),
  }
}

/** Adds a verb; every one has `--json`, whose file is claimed before the work starts. */
export function addVerb<Arguments extends unknown[], Options extends object, Result extends object = object>(
  program: Command,
  session: Session,
  definition: {
    readonly usage: string
    readonly summary: string
    readonly description: string
    readonly examples: string
    readonly arguments?: readonly Argument[]
    readonly options?: readonly Option[]
    /** Does the work; what it returns is the content of the JSON file. */
    readonly action: (options: Options, ...args: Arguments) => Promise<Result> | Result
    /** The error that a result stands for; it is thrown after the JSON file is there. */
    readonly problem?: (result: Result) => Error | undefined
  },
): void {
  const command = program
    .command(definition.usage)
    .summary(definition.summary)
    .description(definition.description)
    .addHelpText('after', `\nExamples:\n${definition.examples}`)
  for (const argument of definition.arguments ?? []) command.addArgument(argument)
  for (const option of definition.options ?? []) command.addOption(option)
  command.option(
    '--json <file>',
    'write the result as JSON; "-" writes it to standard output and nothing else',
  )
  command.option('-q, --quiet', 'say nothing but errors: no results in words, no progress')
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2) as Arguments
    const options = given.at(-2) as Options & { json?: string; quiet?: boolean }
    const { json, quiet = false } = options
    session.quiet = quiet || json === '-'
    session.progress.isSilent = quiet
    if (json !== undefined && json !== '-') session.outputs.claim(json)
    const result = await definition.action(options, ...args)
    session.signal.throwIfAborted()
    const text = `${JSON.stringify(result, null, 2)}\n`
    if (json !== undefined && json !== '-') session.outputs.write(json, text)
    session.progress.clear()
    session.outputs.commit()
    if (json === '-') process.stdout.write(text)
    const problem = definition.problem?.(result)
    if (problem !== undefined) throw problem
  })
}

/** Parser of whole numbers from 1. */
export function positive(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('A whole number of at least 1 is needed.')
  }
  return value
}
