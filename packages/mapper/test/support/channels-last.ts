import type { Tensor } from '../../src/graph/tensor.js'

/** Elements of a tensor [1, channels, …] in the order of frameworks that keep channels last. */
export function channelsLast({ shape, data }: Tensor): number[] {
  const [, channels, ...size] = shape
  const pixels = size.reduce((product, side) => product * side, 1)
  return Array.from(data, (_, i) => data[(i % channels) * pixels + Math.floor(i / channels)])
}
