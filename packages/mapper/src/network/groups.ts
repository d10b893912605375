import type { Layer } from './layer.js'

/** What says which inputs a weight belongs to. */
type Grouped = Pick<Layer, 'groups' | 'input' | 'output' | 'weights'>

/** Calls back for every weight: its place in the array, its output channel and its input channel. */
export function eachWeight(layer: Grouped, visit: (at: number, output: number, input: number) => void): void {
  const { groups, input, output, weights } = layer
  const inputs = input.channels / groups
  const row = weights.length / output.channels
  for (let channel = 0, at = 0; channel < output.channels; channel++) {
    const first = Math.floor((channel * groups) / output.channels) * inputs
    for (const end = at + row; at < end; ) {
      for (let i = 0; i < inputs; i++, at++) visit(at, channel, first + i)
    }
  }
}

/** The same layer in one group: weights of 0 stand where a group does not see a channel. */
export function expandGroups(layer: Layer): Layer {
  if (layer.groups === 1) return layer
  const { input, output, kernel } = layer
  const inputs = input.channels / layer.groups
  const weights = new Int32Array(output.channels * kernel.width * kernel.height * input.channels)
  eachWeight(layer, (at, _, channel) => {
    weights[Math.floor(at / inputs) * input.channels + channel] = layer.weights[at]
  })
  return { ...layer, groups: 1, weights }
}
