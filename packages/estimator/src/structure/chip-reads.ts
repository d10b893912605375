import { type ChipConfig, MEMORY_NAMES, type MemoryName, PRESETS } from '@concord/arch'

/** What a function can read of a chip: a field, or the storage cell of one memory. */
export interface Read {
  readonly field: keyof ChipConfig
  readonly memory?: MemoryName
}

/** All that can be read of a chip, numbered by their places. */
export const READS: readonly Read[] = [
  ...(Object.keys(PRESETS.nano) as (keyof ChipConfig)[])
    .filter((field) => field !== 'memories')
    .map((field) => ({ field })),
  ...MEMORY_NAMES.map((memory) => ({ field: 'memories' as const, memory })),
]

/** What a read of a chip gives. */
export type ReadValue = string | number | boolean

/** The value of one of `READS`. */
export function valueRead(config: ChipConfig, read: number): ReadValue {
  const { field, memory } = READS[read]!
  return memory === undefined ? (config[field] as ReadValue) : config.memories[memory]
}

/** The chip that is being looked at, if any: it does not change meanwhile. */
let looked: ChipConfig | undefined
/** How many chips have been looked at. */
let looks = 0
/** The values of the last of them, and after how many looks each had become what it is. */
const values: ReadValue[] = []
const since = READS.map(() => 0)

/** Derives something of a chip; meanwhile it is known which of its values are those of the chips looked at before. */
export function lookingAt<T>(config: ChipConfig, derive: (config: ChipConfig) => T): T {
  if (config === looked) return derive(config)
  const outer = looked
  try {
    look(config)
    return derive(config)
  } finally {
    looked = undefined
    if (outer !== undefined) look(outer)
  }
}

function look(config: ChipConfig): void {
  looked = undefined
  looks++
  for (let read = 0; read < READS.length; read++) {
    const value = valueRead(config, read)
    if (value === values[read]) continue
    values[read] = value
    since[read] = looks
  }
  looked = config
}

/** Which look it is, while a chip is looked at; 0 for any other chip. */
export function lookAt(config: ChipConfig): number {
  return config === looked ? looks : 0
}

/** Whether some values of the chip that is looked at are those they were at an earlier look. */
export function areAsAt(look: number, reads: readonly number[]): boolean {
  for (let i = 0; i < reads.length; i++) if (since[reads[i]!]! > look) return false
  return true
}
