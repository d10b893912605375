import type { Config } from './model-config.js'

/** Largest kernel, stride, dilation or padding that is read. */
const SIZE_MAX = 4096

/** A whole number of a layer's configuration; `fallback` when it is absent. Outside 0..4096 is a RangeError. */
export function sizeOf(config: Config, key: string, fallback?: number): number {
  const value = config[key] ?? fallback
  return checkSize(value, key)
}

/** One size for each spatial axis: a number, or a list of so many. */
export function sizesOf(config: Config, key: string, rank: number, fallback?: unknown): number[] {
  const value = config[key] ?? fallback
  const list = Array.isArray(value) ? value : new Array<unknown>(rank).fill(value)
  if (list.length !== rank) throw new RangeError(`${key} has ${list.length} values for ${rank} axes`)
  return list.map((size) => checkSize(size, key))
}

function checkSize(value: unknown, key: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > SIZE_MAX) {
    throw new RangeError(`${key} is ${JSON.stringify(value)}, not a whole number from 0 to ${SIZE_MAX}`)
  }
  return value
}

/** Padding of a convolution or pooling. */
export function paddingOf(config: Config): 'valid' | 'same' {
  const { padding = 'valid' } = config
  if (padding === 'valid' || padding === 'same') return padding
  throw new RangeError(`padding "${padding}" is not read`)
}

/** @throws RangeError when a layer is configured for channels first */
export function requireChannelsLast({ data_format: format }: Config): void {
  if (format !== undefined && format !== null && format !== 'channels_last') {
    throw new RangeError(`data_format is "${format}"; channels_last is read`)
  }
}

/** A finite number of a layer's configuration. */
export function numberOf(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new RangeError(`${key} is ${JSON.stringify(value)}, not a number`)
}
