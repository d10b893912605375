/**
 * Copies words between the stream, where each is padded to whole beats, and the wide bank, where they are not.
 *
 * @param fromBytes - from one word to the next; @param toBytes - likewise; what a longer one has more is 0
 */
export function copyWide(
  bytes: Uint8Array,
  from: number,
  fromBytes: number,
  to: number,
  toBytes: number,
  words: number,
): void {
  const length = Math.min(fromBytes, toBytes)
  for (let word = 0; word < words; word++) {
    const at = from + word * fromBytes
    bytes.copyWithin(to + word * toBytes, at, at + length)
    bytes.fill(0, to + word * toBytes + length, to + (word + 1) * toBytes)
  }
}
