import { ConcordError } from '@concord/arch'

/** A data file is absent or not what it must be. */
export class DataError extends ConcordError {
  override readonly name = 'DataError'
}

/** A training option is out of range. */
export class OptionError extends ConcordError {
  override readonly name = 'OptionError'
}
