/**
 * XNOR and popcount as fast as this machine can, for comparison: two streams of `bytes` bytes (a multiple of 64) that fit the
 * first-level cache, `repeats` times over, without rows, pieces or sums to keep apart. Returns the mismatches.
 */
export function popcountLimit(a: usize, b: usize, bytes: i32, repeats: i32): i64 {
  let total = i64x2.splat(0)
  for (let repeat = 0; repeat < repeats; repeat++) {
    let at = 0
    while (at < bytes) {
      const stop = min(bytes, at + 64 * 16)
      let ones0 = i8x16.splat(0)
      let ones1 = i8x16.splat(0)
      let ones2 = i8x16.splat(0)
      let ones3 = i8x16.splat(0)
      for (; at < stop; at += 64) {
        ones0 = i8x16.add(ones0, i8x16.popcnt(v128.xor(v128.load(a + at), v128.load(b + at))))
        ones1 = i8x16.add(ones1, i8x16.popcnt(v128.xor(v128.load(a + at, 16), v128.load(b + at, 16))))
        ones2 = i8x16.add(ones2, i8x16.popcnt(v128.xor(v128.load(a + at, 32), v128.load(b + at, 32))))
        ones3 = i8x16.add(ones3, i8x16.popcnt(v128.xor(v128.load(a + at, 48), v128.load(b + at, 48))))
      }
      total = i64x2.add(total, wide(ones0))
      total = i64x2.add(total, wide(ones1))
      total = i64x2.add(total, wide(ones2))
      total = i64x2.add(total, wide(ones3))
    }
  }
  return i64x2.extract_lane(total, 0) + i64x2.extract_lane(total, 1)
}

/** Sums of the unsigned bytes of a vector, in two halves. */
function wide(bytes: v128): v128 {
  const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes))
  return i64x2.add(i64x2.extend_low_i32x4_u(words), i64x2.extend_high_i32x4_u(words))
}
