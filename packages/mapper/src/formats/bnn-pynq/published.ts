import type { LayerGeometry } from './geometry.js'

type FoldingPair = readonly [pe: number, simd: number]

/** [inputs, outputs] of the layers of LFC; 784 pixels and 10 classes are padded to whole words. */
const LFC_LAYERS = [
  [832, 1024],
  [1024, 1024],
  [1024, 1024],
  [1024, 64],
] as const

/** [input channels, input size, output channels] of the convolutions of CNV, all 3 × 3. */
const CNV_CONVOLUTIONS = [
  [3, 32, 64],
  [64, 30, 64],
  [64, 14, 128],
  [128, 12, 128],
  [128, 5, 256],
  [256, 3, 256],
] as const

const CNV_DENSE = [
  [256, 512],
  [512, 512],
  [512, 64],
] as const

function lfc(weightBits: number, foldings: readonly FoldingPair[]): LayerGeometry[] {
  return LFC_LAYERS.map(([inputs, outputs], i) => {
    const [pe, simd] = foldings[i]
    return { kind: 'dense', inputs, outputs, pe, simd, weightBits }
  })
}

function cnv(weightBits: number, foldings: readonly FoldingPair[]): LayerGeometry[] {
  const folding = (i: number) => ({ pe: foldings[i][0], simd: foldings[i][1], weightBits })
  return [
    ...CNV_CONVOLUTIONS.map(([inChannels, inSize, outChannels], i) => {
      const [kernel, outSize] = [3, inSize - 2]
      return { kind: 'conv', kernel, inChannels, inSize, outChannels, outSize, ...folding(i) } as const
    }),
    ...CNV_DENSE.map(
      ([inputs, outputs], i) =>
        ({ kind: 'dense', inputs, outputs, ...folding(CNV_CONVOLUTIONS.length + i) }) as const,
    ),
  ]
}

/**
 * Geometry of the networks that Xilinx published parameters of, which come without their `config.h`.
 *
 * From `bnn/src/network/*` of github.com/Xilinx/BNN-PYNQ. Variants with 2-bit activations fold like those with 1 bit.
 */
export const PUBLISHED: Readonly<Record<string, readonly LayerGeometry[]>> = {
  'LFC with 1-bit weights': lfc(1, [
    [32, 64],
    [64, 32],
    [32, 64],
    [16, 8],
  ]),
  'CNV with 1-bit weights': cnv(1, [
    [16, 3],
    [32, 32],
    [16, 32],
    [16, 32],
    [4, 32],
    [1, 32],
    [1, 4],
    [1, 8],
    [4, 1],
  ]),
  'CNV with 2-bit weights': cnv(2, [
    [8, 3],
    [16, 16],
    [8, 16],
    [8, 16],
    [4, 8],
    [1, 8],
    [1, 2],
    [2, 2],
    [4, 1],
  ]),
}
