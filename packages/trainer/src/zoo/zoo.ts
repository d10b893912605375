import { binaryConnectMlp } from '../families/binary-connect.js'
import { binaryNetCnn } from '../families/binary-net.js'
import type { ZooEntry } from './network-recipe.js'

/** Every member of the zoo, in the order of its table. */
export const ZOO: readonly ZooEntry[] = [
  {
    name: 'binaryconnect',
    family: 'BinaryConnect',
    summary: 'MLP of 1-bit weights and 8-bit activations',
    source: 'Courbariaux et al. 2015',
    floor: 0.95,
    define: binaryConnectMlp,
    settings: { epochs: 5, trainImages: 20_000, signGradient: 'clip' },
  },
  {
    name: 'binarynet-cnn',
    family: 'BinaryNet',
    summary: 'CNN of 1-bit weights and activations on 8-bit pixels, pool before normalisation',
    source: 'Hubara et al. 2016',
    floor: 0.95,
    define: binaryNetCnn,
    settings: { epochs: 4, trainImages: 20_000, signGradient: 'clip' },
  },
]
