/**
 * Reads a list of arbitrary numbers as decisions. A list that fast-check shrinks, to fewer and smaller numbers, leads
 * to smaller decisions: numbers that are missing read as 0, and 0 is the smallest choice.
 */
export class Choices {
  #at = 0

  constructor(readonly values: readonly number[]) {}

  /** An integer in `min..max`; `min` when the range is empty. */
  int(min: number, max: number): number {
    const value = this.values[this.#at++] ?? 0
    return max <= min ? min : min + (value % (max - min + 1))
  }

  flag(): boolean {
    return this.int(0, 1) === 1
  }

  /** True once in `times`; false is the smallest choice. */
  once(times: number): boolean {
    return this.int(0, times - 1) === times - 1
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)]
  }
}
