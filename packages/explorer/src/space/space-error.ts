import { ConcordError } from '@concord/arch'

/** One mistake in a space. */
export interface SpaceFault {
  readonly line: number
  readonly field: string
  readonly why: string
}

/** A space was refused. */
export class SpaceError extends ConcordError {
  override readonly name = 'SpaceError'

  constructor(
    file: string,
    readonly faults: readonly SpaceFault[],
  ) {
    super({
      what: 'Cannot use a space',
      where: `${file}:${faults[0].line}, ${faults[0].field}`,
      why: faults.map(({ line, field, why }) => `line ${line}, ${field}: ${why}`).join('; '),
      fix: 'correct the file; docs/explore.md explains every field',
    })
  }
}
