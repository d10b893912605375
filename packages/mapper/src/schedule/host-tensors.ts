import type { ChipConfig, HostTensor } from '@concord/arch'
import { codePlanes } from '../network/levels.js'
import type { MapShape } from '../network/map-shape.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import type { LayerPlan } from './layer-plan.js'
import type { OutputTensor, PassTensors } from './pass-slots.js'

/**
 * The maps that the host holds between some passes: the network's input, what the host sends in between, what passes make
 * for others, the results.
 *
 * @param parts - first and last layer of each pass, and whether it sends every layer's result
 */
export function hostTensors(
  { lanes }: ChipConfig,
  { network, layers }: PlaneNetwork,
  plans: readonly LayerPlan[],
  parts: readonly { readonly first: number; readonly last: number; readonly sendsAll: boolean }[],
): { readonly tensors: HostTensor[]; readonly ofPass: PassTensors[] } {
  const tensors: HostTensor[] = []
  const known = new Map<string, OutputTensor>()
  const add = (name: string, map: MapShape, planes: number, wide: boolean): OutputTensor => {
    const { channels, width, height } = map
    const own = { tensor: tensors.length, groups: Math.ceil(channels / lanes), map, planes }
    known.set(name, own)
    tensors.push({ name, width, height, channels, planes, ...(wide && { wide: true }) })
    return own
  }
  add(network.input.id, network.input.map, inputPlanes(network, layers), network.input.wideUnit !== undefined)
  for (const { id, result } of network.segments) {
    if (result !== undefined) add(id, result.map, codePlanes(result.levels), false)
  }
  const ofPass = parts.map(({ first, last, sendsAll }): PassTensors => {
    const made = plans.slice(sendsAll ? first : last, last + 1).map((plan) => {
      const { id } = plan.plane.layer
      const wide = isWideResult(plan)
      return [id, add(id, plan.result, wide ? WIDE_PLANES : layers[plan.index].outPlanes, wide)] as const
    })
    const entry = plans[first]
    return {
      inputs: entry.plane.layer.inputs.map((id) => known.get(id)!),
      inputMap: entry.input,
      inputPlanes: entry.plane.actPlanes,
      output: made[made.length - 1][1],
      ...(sendsAll && { outputs: new Map(made) }),
    }
  })
  return { tensors, ofPass }
}

/** Planes of the network's input, as the layers that read it take it. */
function inputPlanes({ input }: PlaneNetwork['network'], layers: PlaneNetwork['layers']): number {
  return layers.find(({ layer }) => layer.inputs.includes(input.id))!.actPlanes
}

/** Planes of a wide map. */
const WIDE_PLANES = 16

/** Whether a layer's result is wide: it scales, or is a wide map that leaves the chip. */
function isWideResult({ plane }: LayerPlan): boolean {
  const { kind, scale, quantiser } = plane.layer
  return scale !== undefined || (kind === 'wide' && quantiser === undefined)
}
