import { biRealNet } from '../families/bi-real.js'
import { binaryConnectMlp } from '../families/binary-connect.js'
import { binaryLstm } from '../families/binary-lstm.js'
import { binaryNetCnn } from '../families/binary-net.js'
import { bnFreeNet } from '../families/bn-free.js'
import { depthwiseNet } from '../families/depthwise.js'
import { doReFa } from '../families/dorefa.js'
import { hybridNet } from '../families/hybrid.js'
import { xnorNet } from '../families/xnor-net.js'
import type { ZooEntry } from './network-recipe.js'

const DOREFA = { family: 'DoReFa', source: 'Zhou et al. 2016', floor: 0.95 }
const XNOR_NET = { family: 'XNOR-Net', source: 'Rastegari et al. 2016', floor: 0.95 }

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
  {
    ...XNOR_NET,
    name: 'xnor-net',
    summary: 'CNN with alpha, the mean weight magnitude of each output; first and last layer real',
    define: xnorNet(false),
    settings: {},
  },
  {
    ...XNOR_NET,
    name: 'xnor-net-k',
    summary: 'the same with the input scale map K',
    define: xnorNet(true),
    settings: {},
  },
  {
    ...DOREFA,
    name: 'dorefa-1w2a',
    summary: 'CNN of 1-bit weights and 2-bit activations',
    define: doReFa(1, 2),
    settings: {},
  },
  {
    ...DOREFA,
    name: 'dorefa-1w4a',
    summary: 'CNN of 1-bit weights and 4-bit activations',
    define: doReFa(1, 4),
    settings: {},
  },
  {
    ...DOREFA,
    name: 'dorefa-2w2a',
    summary: 'CNN of 2-bit weights (odd levels) and 2-bit activations',
    define: doReFa(2, 2),
    settings: {},
  },
  {
    name: 'bireal-resnet',
    family: 'binary ResNet',
    summary: 'real shortcut round every binary convolution, RPReLU; first and last layer real',
    source: 'Liu et al. 2018, 2020',
    floor: 0.95,
    define: biRealNet,
    settings: {},
  },
  {
    name: 'depthwise',
    family: 'depthwise-separable',
    summary: 'binary 3x3 of each channel, then binary 1x1 of both',
    source: 'after Howard et al. 2017',
    floor: 0.93,
    define: depthwiseNet,
    settings: { distillation: 0.5 },
  },
  {
    name: 'binary-lstm',
    family: 'binary LSTM',
    summary: 'rows as time steps; binary weights, rows and hidden state, unrolled',
    source: 'after Hubara et al. 2016',
    floor: 0.93,
    define: binaryLstm,
    settings: { epochs: 4, trainImages: 20_000, learningRate: 0.005, signGradient: 'clip', start: 'twin' },
  },
  {
    name: 'bn-free',
    family: 'without batch normalisation',
    summary: 'binary residual CNN with centred weights and gains; first and last layer real',
    source: 'Chen et al. 2021',
    floor: 0.94,
    define: bnFreeNet,
    settings: {},
  },
  {
    name: 'hybrid',
    family: 'hybrid',
    summary: 'binary backbone, float head of two layers',
    source: 'common practice',
    floor: 0.95,
    define: hybridNet,
    settings: {},
  },
]
