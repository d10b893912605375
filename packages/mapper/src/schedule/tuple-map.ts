/** Numbers one after the other as a key; filled again for each search, so that looking something up makes nothing. */
export class Tuple {
  readonly #values: number[] = []
  /** The numbers so far are the first ones. */
  #length = 0

  /** Begins another key. */
  clear(): this {
    this.#length = 0
    return this
  }

  /** Adds a whole number. */
  add(value: number): this {
    this.#values[this.#length++] = value
    return this
  }

  /** A number that tuples with the same numbers have in common. */
  get hash(): number {
    const values = this.#values
    let hash = this.#length
    for (let i = 0; i < this.#length; i++) hash = Math.imul(hash ^ values[i], PRIME) ^ (hash >>> 15)
    return hash
  }

  equals(other: readonly number[]): boolean {
    const values = this.#values
    if (other.length !== this.#length) return false
    for (let i = 0; i < other.length; i++) if (other[i] !== values[i]) return false
    return true
  }

  copy(): readonly number[] {
    return this.#values.slice(0, this.#length)
  }
}

const PRIME = 0x01000193

interface Entry<T> {
  readonly numbers: readonly number[]
  readonly value: T
  /** Another one of the same hash. */
  readonly next: Entry<T> | undefined
}

/** A map whose keys are numbers one after the other. */
export class TupleMap<T> {
  readonly #entries = new Map<number, Entry<T>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(key: Tuple): T | undefined {
    for (let entry = this.#entries.get(key.hash); entry !== undefined; entry = entry.next)
      if (key.equals(entry.numbers)) return entry.value
    return undefined
  }

  /** Adds what is not there yet. */
  add(key: Tuple, value: T): T {
    const { hash } = key
    this.#entries.set(hash, { numbers: key.copy(), value, next: this.#entries.get(hash) })
    this.#size++
    return value
  }

  clear(): void {
    this.#entries.clear()
    this.#size = 0
  }
}
