/** Bits that differ between the `bytes` bytes at `a` and at `b`. */
export function toggledBits(a: usize, b: usize, bytes: i32): i64 {
  let bits: i64 = 0
  let at = 0
  for (; at + 8 <= bytes; at += 8) bits += popcnt<u64>(load<u64>(a + at) ^ load<u64>(b + at))
  for (; at < bytes; at++) bits += popcnt<u32>(load<u8>(a + at) ^ load<u8>(b + at))
  return bits
}
