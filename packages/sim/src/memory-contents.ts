/** Contents of all memories of a chip, bits packed as everywhere: bit i is byte i >>> 3, position i & 7. */
export interface MemoryContents {
  /** For each activation bank: `actWords` words of `lanes / 8` bytes. */
  readonly act: readonly Uint8Array[]
  /** Wide bank: `residualWords` × `postLanes` values, lanes fastest; empty without one. */
  readonly wide: Int16Array
  /** For each of the two weight banks: `rows` × `weightDepth` words of `lanes / 8` bytes, words fastest. */
  readonly weights: readonly Uint8Array[]
  /** For each of the two weight banks: `paramDepth` × `rows` thresholds, rows fastest. */
  readonly thresholds: readonly Int32Array[]
  /** Accumulator file: `accDepth` × `rows` counts of accBits - 1 bits, unsigned, rows fastest. A sum is twice its count less the valid lanes. */
  readonly acc: Int32Array
  /** Valid lanes of each entry of the accumulator file, accBits bits, unsigned below 32. */
  readonly accValid: Int32Array
}
