import { ConcordError } from '@concord/arch'

/** A worker cannot even read the networks. */
export class StartError extends ConcordError {
  override readonly name = 'StartError'

  constructor(why: string, cause?: unknown) {
    super(
      {
        what: 'A worker did not start',
        where: 'worker thread',
        why,
        fix: 'allow more memory, or check the networks with "concord import"',
      },
      { cause },
    )
  }
}
