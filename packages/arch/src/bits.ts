// The one packing used everywhere: bit i of a vector is byte i >>> 3, position i & 7. Lane 0 is bit 0.

/** Reads bit `index` of a packed vector as 0 or 1. */
export function readBit(packed: Uint8Array, index: number): 0 | 1 {
  return ((packed[index >>> 3]! >>> (index & 7)) & 1) as 0 | 1
}

/** Writes bit `index` of a packed vector; any non-zero value is 1. */
export function writeBit(packed: Uint8Array, index: number, value: number | boolean): void {
  const mask = 1 << (index & 7)
  if (value) packed[index >>> 3]! |= mask
  else packed[index >>> 3]! &= ~mask
}

/** Packs one value an entry (0 or not 0) into `ceil(length / 8)` bytes; spare high bits are 0. */
export function packBits(values: ArrayLike<number>): Uint8Array {
  const packed = new Uint8Array((values.length + 7) >>> 3)
  for (let i = 0; i < values.length; i++) if (values[i]) packed[i >>> 3]! |= 1 << (i & 7)
  return packed
}

/** Unpacks `length` bits into one byte (0 or 1) an entry. */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
  const values = new Uint8Array(length)
  for (let i = 0; i < length; i++) values[i] = readBit(packed, i)
  return values
}

/** Sign-extends the low `bits` (1..32) of a number; higher bits are ignored. */
export function signExtend(value: number, bits: number): number {
  const shift = 32 - bits
  return (value << shift) >> shift
}

/** The low `bits` (1..32) of an integer, as an unsigned number. */
export function lowBits(value: number, bits: number): number {
  return (bits === 32 ? value : value & ((1 << bits) - 1)) >>> 0
}
