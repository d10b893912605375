/** Engines and their number in instruction bits [31:30]. */
export const ENGINE = { control: 0, load: 1, compute: 2, store: 3 } as const

/** Name of an engine. */
export type EngineName = keyof typeof ENGINE

/** An engine that can own banks. */
export type OwningEngine = Exclude<EngineName, 'control'>

/** Engine names by number. */
export const ENGINE_NAMES = ['control', 'load', 'compute', 'store'] as const satisfies readonly EngineName[]
