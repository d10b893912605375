import type { Tensor } from '../../graph/tensor.js'
import type { Hdf5Content } from './read-hdf5.js'

/** Finds the arrays of a layer by the name that Keras gives them, such as `kernel`. */
export type LayerWeights = (name: string) => Tensor | undefined

/**
 * Arrays in a `.h5` model: `[model_weights/]<layer>/…/<array>:0`.
 *
 * @param layer - name of the layer
 */
export function namedWeights({ arrays }: Hdf5Content, layer: string): LayerWeights {
  const found = new Map<string, Tensor>()
  for (const root of [`model_weights/${layer}/`, `${layer}/`]) {
    for (const [path, array] of arrays) {
      if (path.startsWith(root)) found.set(path.slice(path.lastIndexOf('/') + 1).replace(/:\d+$/, ''), array)
    }
    if (found.size > 0) break
  }
  return (name) => found.get(name)
}

/** Groups of layers in the weights of a `.keras` archive: Keras 3 and tf.keras 2.13 on, and before. */
const ROOTS = ['layers', '_layer_checkpoint_dependencies']

/**
 * Arrays in a `.keras` archive, which are numbered: `layers/<class in snake case>[_n]/vars/<i>`.
 *
 * @param className - class of the layer
 * @param occurrence - number of layers of this class before it
 * @param order - names of the arrays that the layer has, in the order of its variables
 */
export function numberedWeights(
  { arrays }: Hdf5Content,
  className: string,
  occurrence: number,
  order: readonly string[],
): LayerWeights {
  const group = snakeCase(className) + (occurrence === 0 ? '' : `_${occurrence}`)
  return (name) => {
    const i = order.indexOf(name)
    if (i < 0) return undefined
    return ROOTS.map((root) => arrays.get(`${root}/${group}/vars/${i}`)).find((array) => array !== undefined)
  }
}

/** `QuantConv2D` becomes `quant_conv2d`, as Keras forms its names. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
