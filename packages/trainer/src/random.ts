/** A seeded source of random numbers; the same seed and stream give the same sequence on every machine. */
export interface Random {
  /** Next value in `0..2^32 - 1`. */
  nextUint32(): number
  /** Next value in `[0, 1)`, a multiple of 2^-24 (exact in float32). */
  nextUnit(): number
  /** Next integer in `0..limit - 1`, unbiased; `limit` in `1..2^32`. */
  nextBelow(limit: number): number
}

/**
 * Creates a xoshiro128** generator, its state filled by splitmix32.
 *
 * @param seed - `0..2^32 - 1`
 * @param stream - separates independent uses of one seed, `0..2^32 - 1`
 */
export function createRandom(seed: number, stream = 0): Random {
  const fill = splitmix32((seed ^ Math.imul(stream, 0x9e3779b1)) >>> 0)
  return randomFromState([fill(), fill(), fill(), fill()])
}

/** Creates a xoshiro128** generator from its raw state, four words that are not all zero (Blackman, Vigna 2018). */
export function randomFromState(state: readonly [number, number, number, number]): Random {
  let [s0, s1, s2, s3] = state
  function nextUint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = rotateLeft(s3, 11)
    return result
  }
  function nextBelow(limit: number): number {
    const accepted = 2 ** 32 - (2 ** 32 % limit)
    let value = nextUint32()
    while (value >= accepted) value = nextUint32()
    return value % limit
  }
  return { nextUint32, nextUnit: () => (nextUint32() >>> 8) / 2 ** 24, nextBelow }
}

/** Fills a new array with uniform values in `[-limit, limit)`, rounded to float32. */
export function uniformValues(random: Random, length: number, limit: number): Float32Array {
  const values = new Float32Array(length)
  for (let i = 0; i < length; i++) values[i] = (2 * random.nextUnit() - 1) * limit
  return values
}

/** Shuffles in place (Fisher-Yates, from the last entry down). */
export function shuffle(random: Random, values: Uint32Array): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.nextBelow(i + 1)
    const swapped = values[i]
    values[i] = values[j]
    values[j] = swapped
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function splitmix32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
}
