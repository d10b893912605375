import { binaryNetCnn } from '../families/binary-net.js'
import type { ZooEntry } from './network-recipe.js'

/** Every member of the zoo. */
export const ZOO: readonly ZooEntry[] = [
  {
    name: 'binarynet-cnn',
    family: 'BinaryNet',
    summary: 'BinaryNet CNN: 1-bit weights and activations, 8-bit pixels',
    source: 'Hubara et al. 2016',
    floor: 0.95,
    define: binaryNetCnn,
    settings: {},
  },
]
