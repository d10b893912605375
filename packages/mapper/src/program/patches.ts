import type { ChipConfig, PatchGeometry } from '@concord/arch'
import type { Layer } from '../network/layer.js'
import type { PlaneLayer, PlaneNetwork } from '../planes/plane-network.js'
import { layerAxes } from '../schedule/axis.js'

/**
 * Lets the host lay out the windows of the first layer where that takes fewer words: a pixel of the packed map holds
 * all taps of a window, and the layer becomes a 1 × 1 convolution. A kernel of few channels fills the lanes better.
 *
 * @param wanted - do it, or do not, whatever it takes; it needs a first layer whose taps outside the map have a code
 */
export function packPatches(
  config: ChipConfig,
  lowered: PlaneNetwork,
  wanted: boolean | undefined,
): { readonly lowered: PlaneNetwork; readonly patch: PatchGeometry | null } {
  const { layer, padCodes } = lowered.layers[0]
  const { network } = lowered
  const taps = layer.kernel.width * layer.kernel.height
  const words = (channels: number) => Math.ceil(channels / config.lanes)
  const better = words(taps * layer.input.channels) < taps * words(layer.input.channels)
  if (!(wanted ?? better)) return { lowered, patch: null }
  const users = network.layers.filter(({ inputs }) => inputs.includes(network.input.id))
  const axes = layerAxes(layer)
  const padded = axes.x.padded || axes.y.padded
  const possible =
    taps > 1 &&
    users.length === 1 &&
    layer.inputs.length === 1 &&
    // a map of the host may be what the first layer reads
    layer.inputs[0] === network.input.id &&
    layer.groups === 1 &&
    (!padded || padCodes !== undefined)
  if (!possible) return { lowered, patch: null }
  const packed = known.get(lowered) ?? packFirst(lowered, padded)
  known.set(lowered, packed)
  return packed
}

/** What the host lays out, and the network behind it; neither depends on the chip. */
interface Packed {
  readonly lowered: PlaneNetwork
  readonly patch: PatchGeometry
}

const known = new WeakMap<PlaneNetwork, Packed>()

function packFirst(lowered: PlaneNetwork, padded: boolean): Packed {
  const [first, ...others] = lowered.layers
  const { layer, padCodes } = first
  const { network } = lowered
  const taps = layer.kernel.width * layer.kernel.height
  const { input, output, kernel, stride, dilation, pad } = layer
  const patch = {
    ...{ width: output.width, height: output.height, kernelWidth: kernel.width, kernelHeight: kernel.height },
    ...{ strideX: stride.x, strideY: stride.y, dilationX: dilation.x, dilationY: dilation.y },
    ...{ left: pad.left, top: pad.top, padCodes: padded ? Array.from(padCodes!) : [] },
  }
  const map = { width: output.width, height: output.height, channels: taps * input.channels }
  const packed: PlaneLayer = { ...first, layer: pointwise(layer, map), padCodes: undefined }
  const [, ...later] = network.layers
  const source = { ...network, input: { ...network.input, map }, layers: [packed.layer, ...later] }
  return { lowered: { network: source, layers: [packed, ...others] }, patch }
}

/** A layer as a 1 × 1 convolution on its windows; the weights keep their order. */
function pointwise(layer: Layer, input: Layer['input']): Layer {
  return {
    ...layer,
    input,
    kernel: { width: 1, height: 1 },
    stride: { x: 1, y: 1 },
    dilation: { x: 1, y: 1 },
    pad: { left: 0, right: 0, top: 0, bottom: 0 },
    padCodes: undefined,
  }
}
