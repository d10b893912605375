import type { PlaneNetwork } from '../planes/plane-network.js'

/** Whether a layer's result goes to the next layer only, and is all that enters it; the host takes what a pass ends with. */
export function joinable({ network }: PlaneNetwork, index: number): boolean {
  const layer = network.layers[index]
  const next = network.layers[index + 1]
  const users = network.layers.filter(({ inputs }) => inputs.includes(layer.id))
  if (network.segments.some(({ inputs }) => inputs.some(({ id }) => id === layer.id))) return false
  return users.length === 1 && users[0] === next && next.inputs.length === 1
}
