/** Where the words of a RUN's windows lie in the wide bank, window by window, line by line. Mirrors rtl/concord_wide_address.sv. */
export class WideAddress {
  addrQ = 0
  lineQ = 0
  columnQ = 0
  readonly #mask: number

  /** @param mask - of an address */
  constructor(mask: number) {
    this.#mask = mask
  }

  reset(): void {
    this.addrQ = this.lineQ = this.columnQ = 0
  }

  /** A RUN starts. */
  start(base: number): void {
    this.addrQ = this.lineQ = base
    this.columnQ = 0
  }

  /** A window is done; @param ww - windows a line */
  next(dx: number, dy: number, ww: number): void {
    if (this.columnQ === ((ww - 1) & 0xfff)) {
      this.columnQ = 0
      this.addrQ = this.lineQ = (this.lineQ + dy) & this.#mask
    } else {
      this.columnQ = (this.columnQ + 1) & 0xfff
      this.addrQ = (this.addrQ + dx) & this.#mask
    }
  }
}
