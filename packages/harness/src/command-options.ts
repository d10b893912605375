import { ConcordError } from '@concord/arch'

/**
 * The value of a command-line option that counts something.
 *
 * @throws OptionError unless it is a whole number from 1
 */
export function countOption(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new OptionError(name, text, 'a whole number of at least 1')
  }
  return value
}

/** An option of a command has a value that it cannot have. */
export class OptionError extends ConcordError {
  override readonly name = 'OptionError'

  constructor(name: string, text: string, legal: string) {
    super({
      what: 'An option has no such value',
      where: `--${name} ${text}`,
      why: `legal: ${legal}`,
      fix: 'give a legal one',
    })
  }
}

/** Reads the options of a command; ends the process with an explanation and code 2 when one has a value that it cannot have. */
export function readOptions<Options>(read: () => Options): Options {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    process.stderr.write(`${error.message}\n`)
    return process.exit(2)
  }
}

/**
 * The value of a command-line option that is one of a few words.
 *
 * @throws OptionError for any other
 */
export function choiceOption<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === text)
  if (word === undefined) throw new OptionError(name, text, words.join(', '))
  return word
}
