import { CommanderError } from 'commander'
import { EXIT } from './exit-code.js'

/** Exit code of a command line that was wrong or asked for help, which the parser has said; undefined for other errors. */
export function usageCode(error: unknown): number | undefined {
  if (!(error instanceof CommanderError)) return undefined
  return error.exitCode === 0 ? EXIT.ok : EXIT.usage
}
