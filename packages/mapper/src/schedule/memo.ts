import type { Bounds, ShapeChip } from './shape-chip.js'

/** Answers that are kept. */
const KEPT = 32

interface Answer<T> {
  readonly value: T
  readonly bounds: Bounds
}

/** Something that chips of one family have been asked for: those whose sizes give the same answers share it. */
export class Memo<T> {
  /** The one used last is the last. */
  readonly #answers: Answer<T>[] = []

  /** What is known; undefined where nothing is, or undefined is. */
  find(chip: ShapeChip): T | undefined {
    return this.#find(chip)?.value
  }

  /** @param make - may look at nothing but the chip and what all chips of the family have in common */
  get(chip: ShapeChip, make: () => T, isKept: (value: T) => boolean = () => true): T {
    const known = this.#find(chip)
    if (known !== undefined) return known.value
    const made = chip.record(make)
    if (!isKept(made.value)) return made.value
    if (this.#answers.length >= KEPT) this.#answers.shift()
    this.#answers.push(made)
    return made.value
  }

  #find(chip: ShapeChip): Answer<T> | undefined {
    const answers = this.#answers
    for (let i = answers.length - 1; i >= 0; i--) {
      const answer = answers[i]
      if (!chip.isWithin(answer.bounds)) continue
      chip.narrow(answer.bounds)
      if (i < answers.length - 1) {
        answers.splice(i, 1)
        answers.push(answer)
      }
      return answer
    }
    return undefined
  }
}

/** A memo for each key. */
export class KeyedMemo<K, T> {
  readonly #memos = new Map<K, Memo<T>>()

  /** Keys so far. */
  get size(): number {
    return this.#memos.size
  }

  /** As that of `Memo`. */
  find(key: K, chip: ShapeChip): T | undefined {
    return this.#memos.get(key)?.find(chip)
  }

  get(key: K, chip: ShapeChip, make: () => T, isKept?: (value: T) => boolean): T {
    let memo = this.#memos.get(key)
    if (memo === undefined) {
      memo = new Memo<T>()
      this.#memos.set(key, memo)
    }
    return memo.get(chip, make, isKept)
  }
}
