import type { NetworkShape, ShapeLayer } from './shape-network.js'

const conv = (name: string, channels: number, fields: Partial<ShapeLayer> = {}): ShapeLayer => ({
  ...{ name, channels, kernel: 3, pad: 1 },
  ...fields,
})

/** Binary layers of AlexNet as XNOR-Net has them; the first convolution and the classifier are float. */
const alexNet: NetworkShape = {
  name: 'xnor-alexnet',
  input: { channels: 96, width: 27, height: 27 },
  layers: [
    conv('conv2', 256, { kernel: 5, pad: 2, pool: [3, 2] }),
    conv('conv3', 384),
    conv('conv4', 384),
    conv('conv5', 256, { pool: [3, 2] }),
    conv('fc6', 4096, { kernel: 6, pad: 0 }),
    conv('fc7', 4096, { kernel: 1, pad: 0 }),
  ],
}

/** The sixteen 3 × 3 convolutions of ResNet-18, binary in Bi-Real nets; stem, shortcuts and classifier are not. */
const resNet18: NetworkShape = {
  name: 'bireal-resnet18',
  input: { channels: 64, width: 56, height: 56 },
  layers: [64, 128, 256, 512].flatMap((channels, stage) =>
    [0, 1, 2, 3].map((i) =>
      conv(`layer${stage + 1}.${i}`, channels, { stride: stage > 0 && i === 0 ? 2 : 1 }),
    ),
  ),
}

/** Blocks of a 3 × 3 and a 1 × 1 convolution: channels behind each, and stride. */
export const REACT_BLOCKS: readonly (readonly [channels: number, stride: number])[] = [
  ...([64, 128, 128, 256, 256, 512] as const).map((channels, i): [number, number] => [
    channels,
    i % 2 === 1 ? 2 : 1,
  ]),
  ...Array.from({ length: 5 }, (): [number, number] => [512, 1]),
  ...([1024, 1024] as const).map((channels, i): [number, number] => [channels, i === 0 ? 2 : 1]),
]

/** The thirteen blocks of ReActNet-A, without shortcuts, RPReLU, first convolution and classifier. */
const reactNetA: NetworkShape = {
  name: 'reactnet-a',
  input: { channels: 32, width: 112, height: 112 },
  layers: REACT_BLOCKS.flatMap(([channels, stride], i) => {
    const before = i === 0 ? 32 : REACT_BLOCKS[i - 1][0]
    return [
      conv(`block${i + 1}.3x3`, before, { stride }),
      conv(`block${i + 1}.1x1`, channels, { kernel: 1, pad: 0 }),
    ]
  }),
}

/** The four sections of QuickNet, four 3 × 3 convolutions each; the float transitions between them run on the host. */
const quickNet = [64, 128, 256, 512].map((channels, section): NetworkShape => {
  const size = 56 / 2 ** section
  return {
    name: `quicknet section ${section + 1}`,
    input: { channels, width: size, height: size },
    layers: [1, 2, 3, 4].map((i) => conv(`conv${i}`, channels)),
  }
})

/** ImageNet-size networks whose binary layers can be costed. */
export const IMAGENET_SHAPES: readonly NetworkShape[] = [alexNet, resNet18, reactNetA, ...quickNet]
