/** Copies `bytes` bytes that do not overlap; for few bytes far cheaper than the engine's own memory.copy. */
export function copyBytes(from: usize, to: usize, bytes: i32): void {
  if (bytes > 512) {
    memory.copy(to, from, bytes)
    return
  }
  let at = 0
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at))
  for (; at + 4 <= bytes; at += 4) store<u32>(to + at, load<u32>(from + at))
  for (; at < bytes; at++) store<u8>(to + at, load<u8>(from + at))
}

/** Clears `bytes` bytes, a multiple of 16. */
export function clearBytes(at: usize, bytes: i32): void {
  const zero = i8x16.splat(0)
  for (const end = at + bytes; at < end; at += 16) v128.store(at, zero)
}
