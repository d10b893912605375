/** A deliberate fault in the RTL: one piece of text replaced by another. */
export interface Fault {
  readonly name: string
  /** File in `rtl/`. */
  readonly file: string
  readonly find: string
  readonly replace: string
}
