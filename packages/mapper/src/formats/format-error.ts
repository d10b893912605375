import { ConcordError } from '@concord/arch'

/** A network file, or an archive around one, cannot be read: it is damaged, or is not what it must be. */
export class FormatError extends ConcordError {
  override readonly name = 'FormatError'

  /**
   * @param kind - what was being read, such as `Keras model`
   * @param where - name of the file, and the part of it
   */
  constructor(
    kind: string,
    where: string,
    why: string,
    options: { readonly cause?: unknown; readonly fix?: string } = {},
  ) {
    const {
      cause,
      fix = 'export or copy the file again, complete and in one of the formats of docs/formats.md',
    } = options
    super({ what: `Cannot read the ${kind}`, where, why, fix }, { cause })
  }
}
