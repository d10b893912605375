import type { ChipConfig, HostTensor } from '@concord/arch'
import type { MapShape } from '../network/network.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import type { LayerPlan } from './layer-plan.js'
import type { PassTensor, PassTensors } from './pass-slots.js'

/**
 * The maps that the host holds between some passes: the network's input, what passes make for others, the results.
 *
 * @param parts - first and last layer of each pass
 */
export function hostTensors(
  { lanes }: ChipConfig,
  { network, layers }: PlaneNetwork,
  plans: readonly LayerPlan[],
  parts: readonly { readonly first: number; readonly last: number }[],
): { readonly tensors: HostTensor[]; readonly ofPass: PassTensors[] } {
  const tensors: HostTensor[] = []
  const numbers = new Map<string, PassTensor>()
  const add = (name: string, { channels, width, height }: MapShape, planes: number) => {
    numbers.set(name, { tensor: tensors.length, groups: Math.ceil(channels / lanes) })
    tensors.push({ name, width, height, channels, planes })
  }
  add(network.input.id, network.input.map, layers[0].actPlanes)
  const ofPass = parts.map(({ first, last }): PassTensors => {
    const [entry, exit] = [plans[first], plans[last]]
    add(exit.plane.layer.id, exit.result, exit.plane.outPlanes)
    return {
      inputs: entry.plane.layer.inputs.map((id) => numbers.get(id)!),
      inputMap: entry.input,
      inputPlanes: entry.plane.actPlanes,
      output: numbers.get(exit.plane.layer.id)!,
      outputMap: exit.result,
      outputPlanes: exit.plane.outPlanes,
    }
  })
  return { tensors, ofPass }
}
