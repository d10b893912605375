/** Ones of a 32-bit word, 0..32. */
export function countOnes(word: number): number {
  let w = word - ((word >>> 1) & 0x55555555)
  w = (w & 0x33333333) + ((w >>> 2) & 0x33333333)
  return Math.imul((w + (w >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The lowest `bits` bits set, as an unsigned 32-bit word; `bits` below 0 count as 0, above 32 as 32. */
export function lowMask(bits: number): number {
  return bits >= 32 ? 0xffffffff : bits <= 0 ? 0 : (1 << bits) - 1
}

/** 32-bit parts that hold `bits` bits. */
export function partCount(bits: number): number {
  return Math.ceil(bits / 32)
}
