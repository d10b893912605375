/** Small deterministic generator (mulberry32): integers in 0..limit-1. */
export function randomIntegers(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

export function randomBytes(length: number, seed: number): Uint8Array {
  const next = randomIntegers(seed)
  return Uint8Array.from({ length }, () => next(256))
}
