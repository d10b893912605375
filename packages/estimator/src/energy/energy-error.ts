import { ConcordError } from '@concord/arch'

/** A run cannot be priced. */
export class EnergyError extends ConcordError {
  override readonly name = 'EnergyError'

  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly legal: string,
  ) {
    super({
      what: 'Energy cannot be estimated',
      where: field,
      why: `${field} is ${String(value)}, legal: ${legal}`,
      fix: `give another ${field}`,
    })
  }
}
