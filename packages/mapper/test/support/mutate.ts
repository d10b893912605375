import fc from 'fast-check'

/** Values that length, offset and size fields break on. */
const HARD_VALUES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** One damage to a file; positions are fractions of its length. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | { readonly kind: 'word'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop'; readonly at: number; readonly bytes: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly bytes: number }

const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const bytes = fc.integer({ min: 1, max: 64 })

/** One to four damages. */
export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at, bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant('set' as const), at, value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ kind: fc.constant('word' as const), at, value: fc.constantFrom(...HARD_VALUES) }),
    fc.record({ kind: fc.constant('cut' as const), at }),
    fc.record({ kind: fc.constant('drop' as const), at, bytes }),
    fc.record({ kind: fc.constant('repeat' as const), at, bytes }),
  ),
  { minLength: 1, maxLength: 4 },
)

/** The file with its damages. */
export function damage(file: Uint8Array, list: readonly Damage[]): Uint8Array {
  return list.reduce(apply, Uint8Array.from(file))
}

function apply(file: Uint8Array, one: Damage): Uint8Array {
  if (file.length === 0) return file
  const position = Math.floor(one.at * file.length)
  switch (one.kind) {
    case 'flip':
      return file.with(position, file[position] ^ (1 << one.bit))
    case 'set':
      return file.with(position, one.value)
    case 'word': {
      const result = Uint8Array.from(file)
      for (let i = 0; i < 4 && position + i < file.length; i++)
        result[position + i] = (one.value >>> (8 * i)) & 0xff
      return result
    }
    case 'cut':
      return file.subarray(0, position)
    case 'drop':
      return Uint8Array.from([...file.subarray(0, position), ...file.subarray(position + one.bytes)])
    case 'repeat': {
      const end = Math.min(file.length, position + one.bytes)
      return Uint8Array.from([...file.subarray(0, end), ...file.subarray(position)])
    }
  }
}
