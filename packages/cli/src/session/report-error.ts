import { ConcordError } from '@concord/arch'

/** The text for standard error: the four parts of an error of Concord, or everything that is known of any other. */
export function formatError(error: unknown): string {
  if (error instanceof ConcordError) {
    const indent = (text: string) => text.replaceAll('\n', '\n         ')
    return [
      `error: ${error.what}`,
      `  where: ${indent(error.where)}`,
      `  why:   ${indent(error.why)}`,
      `  do:    ${indent(error.fix)}`,
      '',
    ].join('\n')
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `error: Concord failed in a way it should not; this is a bug in Concord\n${text}\n`
}
