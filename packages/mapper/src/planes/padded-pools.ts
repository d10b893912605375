import { hasBorder, NO_BORDER } from '../network/border.js'
import type { Layer, LayerQuantiser, Pool } from '../network/layer.js'
import { levelInteger } from '../network/levels.js'
import type { Network } from '../network/network.js'

const UNIT = { x: 1, y: 1 }

const KNOWN = new WeakMap<Network, Network>()

/**
 * The network without pools that reach over the border of their map, which no RUN does.
 *
 * Such a layer becomes two: one without the pool, and one of 1 × 1 kernels and weights of 1 that copies its codes. The
 * copy has a border of the code that no window would choose before another (the smallest, or the largest where windows
 * keep the smallest), and pools what lies inside. It keeps the layer's id, so that what reads it stays as it is.
 */
export function withoutPaddedPools(network: Network): Network {
  const known = KNOWN.get(network)
  if (known !== undefined) return known
  const split = network.layers.map(splitLayer)
  const layers = split.flat()
  const before = (count: number) => split.slice(0, count).flat().length
  const made =
    layers.length === network.layers.length
      ? network
      : {
          ...network,
          layers,
          segments: network.segments.map((segment) => ({ ...segment, before: before(segment.before) })),
        }
  KNOWN.set(network, made)
  return made
}

function splitLayer(layer: Layer): readonly Layer[] {
  const { pool, quantiser, scale, id, name } = layer
  if (pool === undefined || quantiser === undefined || scale !== undefined || !hasBorder(pool.pad))
    return [layer]
  const whole: Layer = { ...layer, id: `${id}/map`, pool: undefined }
  return [whole, copyLayer(layer, whole, { name: `${name}/pool`, pool, quantiser })]
}

function copyLayer(
  { id, tensor }: Layer,
  { id: from, output: map }: Layer,
  {
    name,
    pool,
    quantiser,
  }: { readonly name: string; readonly pool: Pool; readonly quantiser: LayerQuantiser },
): Layer {
  const { channels, height, width } = map
  const { levels } = quantiser
  const top = levels.count - 1
  const { pad } = pool
  return {
    ...{ id, name, kind: 'conv', tensor, places: undefined, inputs: [from], input: map },
    output: { channels, height: height + pad.top + pad.bottom, width: width + pad.left + pad.right },
    ...{ kernel: { width: 1, height: 1 }, stride: UNIT, dilation: UNIT, pad, groups: channels },
    padCodes: Int32Array.from({ length: channels }, (_, c) => (pool.minimum[c] ? top : 0)),
    inLevels: levels,
    weights: new Int32Array(channels).fill(1),
    weightUnits: new Float64Array(channels).fill(1),
    pool: { ...pool, pad: NO_BORDER },
    quantiser: {
      ...quantiser,
      direction: new Int8Array(channels).fill(1),
      thresholds: Array.from({ length: top }, (_, code) =>
        new Float64Array(channels).fill(levelInteger(levels, code + 1)),
      ),
    },
  }
}
