import { Command, InvalidArgumentError } from 'commander'

/** A command without verbs; a wrong option is explained and ends the process with code 2. */
export function optionsCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
}

/** Reads the options that the process was given; pnpm hands a separating "--" on. */
export function readOptions<Options extends object>(command: Command): Options {
  command.parse(
    process.argv.slice(2).filter((argument) => argument !== '--'),
    { from: 'user' },
  )
  return command.opts<Options>()
}

/** Parser of whole numbers from 1. */
export function count(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('A whole number of at least 1 is needed.')
  }
  return value
}
