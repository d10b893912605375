/** What a {@link ConcordError} says; each part is one short phrase or sentence. */
export interface ErrorParts {
  /** What failed. */
  readonly what: string
  /** The file, field, node, byte or command it failed at. */
  readonly where: string
  /** The reason, with the offending value and what would have been legal. */
  readonly why: string
  /** What the reader can do about it. */
  readonly fix: string
}

/** Base of every error that Concord reports to a user. */
export class ConcordError extends Error implements ErrorParts {
  override readonly name: string = 'ConcordError'
  readonly what: string
  readonly where: string
  readonly why: string
  readonly fix: string

  constructor(parts: ErrorParts, options?: { readonly cause?: unknown }) {
    super(`${parts.what}\n  where: ${parts.where}\n  why:   ${parts.why}\n  fix:   ${parts.fix}`, options)
    this.what = parts.what
    this.where = parts.where
    this.why = parts.why
    this.fix = parts.fix
  }
}
