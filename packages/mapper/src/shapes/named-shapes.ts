import { ConcordError } from '@concord/arch'
import { IMAGENET_SHAPES } from './imagenet.js'
import type { NetworkShape, ShapeLayer } from './shape-network.js'

const layer = (name: string, channels: number, fields: Partial<ShapeLayer> = {}): ShapeLayer => ({
  ...{ name, channels, kernel: 1 },
  ...fields,
})

/** FINN's CNV for CIFAR-10: six unpadded 3 × 3 convolutions in three pairs, three fully connected layers. */
const cnv: NetworkShape = {
  name: 'cnv',
  input: { channels: 3, width: 32, height: 32 },
  inputBits: 8,
  layers: [
    ...[64, 128, 256].flatMap((channels, pair) => [
      layer(`conv${2 * pair + 1}`, channels, { kernel: 3 }),
      layer(`conv${2 * pair + 2}`, channels, { kernel: 3, ...(pair < 2 && { pool: [2, 2] as const }) }),
    ]),
    ...[512, 512, 10].map((channels, i) => layer(`fc${i + 1}`, channels)),
  ],
}

/** Fully connected layers for MNIST. */
const mnist = (name: string, width: number): NetworkShape => ({
  name,
  input: { channels: 784, width: 1, height: 1 },
  layers: [width, width, width, 10].map((channels, i) => layer(`fc${i + 1}`, channels)),
})

const SHAPES: readonly NetworkShape[] = [
  cnv,
  mnist('tfc', 64),
  mnist('sfc', 256),
  mnist('lfc', 1024),
  ...IMAGENET_SHAPES,
]

/**
 * A published shape by its name; spaces in it are hyphens.
 *
 * @throws UnknownShapeError
 */
export function namedShape(name: string): NetworkShape {
  const nameOf = (shape: NetworkShape) => shape.name.replaceAll(' ', '-')
  const shape = SHAPES.find((known) => nameOf(known) === name)
  if (shape !== undefined) return shape
  throw new UnknownShapeError(name, SHAPES.map(nameOf))
}

/** A shape was asked for that there is not. */
export class UnknownShapeError extends ConcordError {
  override readonly name = 'UnknownShapeError'

  constructor(shape: string, known: readonly string[]) {
    super({
      what: 'Unknown shape of a network',
      where: `shape:${shape}`,
      why: 'no published shape has that name',
      fix: `choose one of ${known.join(', ')}`,
    })
  }
}
