/** Unsigned bytes with a shape, slowest axis first; all that image and label files may hold. */
export interface ByteArray {
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

/** Number of elements of a shape; 1 for an empty one. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** `10000 × 28 × 28`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single value' : shape.join(' × ')
}
