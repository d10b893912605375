import type { Tensor } from '../graph/tensor.js'

/** Tensors of the source that parts of the host have left for later ones, for one input, by name. */
export type Kept = Map<string, Tensor>
