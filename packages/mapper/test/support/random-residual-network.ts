import { type ChipConfig, parseChipConfig } from '@concord/arch'
import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'
import { chip } from './random-chip.js'
import { randomIntegers } from './random-parts.js'

const block = fc.record({
  shortcut: fc.constantFrom('same', 'halved', 'doubled', 'projected', 'minus', 'plain'),
  activation: fc.constantFrom('bipolar', 'unsigned2', 'falling'),
  weights: fc.constantFrom('bipolar', 'ternary', 'alpha'),
  kernel: fc.constantFrom(1, 3),
  padded: fc.boolean(),
  norm: fc.boolean(),
  bend: fc.constantFrom('none', 'relu', 'leaky', 'prelu', 'shifted'),
  scaleBehind: fc.boolean(),
  pooled: fc.boolean(),
})

/** A small network with real shortcuts, as choices. */
export const residualChoice = fc.record({
  entry: fc.constantFrom('stem', 'chip'),
  channels: fc.constantFrom(4, 8),
  height: fc.integer({ min: 4, max: 6 }),
  width: fc.integer({ min: 4, max: 7 }),
  seed: fc.nat(),
  blocks: fc.array(block, { minLength: 1, maxLength: 3 }),
  tail: fc.constantFrom('average', 'global', 'dense', 'binary'),
})

export type ResidualChoice = typeof residualChoice extends fc.Arbitrary<infer T> ? T : never
type BlockChoice = ResidualChoice['blocks'][number]

/** Small chips with a wide bank. */
export const wideChip: fc.Arbitrary<ChipConfig> = chip.map((config) =>
  parseChipConfig(
    {
      ...config,
      accBits: Math.max(16, config.accBits),
      actBanks: Math.max(3, config.actBanks),
      paramDepth: Math.max(7, config.paramDepth),
      postLanes: Math.min(4, config.postLanes),
      actWords: 4 * config.actWords,
      residualWords: 8 * config.actWords,
      vector: true,
    },
    'random chip',
  ),
)

interface Map {
  readonly tensor: string
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Builds the ONNX file of a choice. */
export function buildResidualNetwork(choice: ResidualChoice): Uint8Array {
  return new ResidualNetwork(choice).build()
}

class ResidualNetwork {
  readonly b = new OnnxBuilder()
  readonly random: (min: number, max: number) => number

  constructor(readonly choice: ResidualChoice) {
    this.random = randomIntegers(choice.seed)
  }

  build(): Uint8Array {
    const { b, choice } = this
    const { height, width } = choice
    let map = this.#entry()
    for (const own of choice.blocks) map = this.#block(map, own)
    return b.build(this.#tail(map), { input: [1, 2, height, width] })
  }

  #reals(count: number, scale = 1): number[] {
    return Array.from({ length: count }, () => (scale * this.random(-99, 99)) / 77)
  }

  #perChannel(count: number, scale = 1): string {
    return this.b.float(this.#reals(count, scale), [count, 1, 1])
  }

  #norm(x: string, channels: number, spread: number): string {
    const variance = this.#reals(channels, spread).map((value) => 0.5 + value * value)
    const [gamma, beta, mean] = [2, 1, spread].map((scale) => this.#reals(channels, scale))
    return this.b.batchNorm(x, { gamma, beta, mean, variance })
  }

  #entry(): Map {
    const { b, choice } = this
    const { channels, height, width, entry } = choice
    const pads = [1, 1, 1, 1]
    const count = channels * 2 * 9
    if (entry === 'stem') {
      const conv = b.node('Conv', ['x', b.float(this.#reals(count), [channels, 2, 3, 3])], { pads })
      return { tensor: this.#norm(conv, channels, 1), channels, height, width }
    }
    const codes = b.quant('x', 2, { signed: 0, scale: 1 / 3 })
    const conv = b.node('Conv', [codes, this.#weights('bipolar', channels, 2, 3)], { pads })
    return { tensor: this.#norm(conv, channels, 3), channels, height, width }
  }

  #weights(kind: BlockChoice['weights'], outputs: number, inputs: number, kernel: number): string {
    const { b } = this
    const dims = [outputs, inputs, kernel, kernel]
    const count = outputs * inputs * kernel * kernel
    if (kind === 'ternary')
      return b.quant(
        b.float(
          Array.from({ length: count }, () => this.random(-1, 1)),
          dims,
        ),
        2,
        { narrow: 1 },
      )
    const signs = b.bipolar(
      b.float(
        Array.from({ length: count }, () => 2 * this.random(0, 1) - 1),
        dims,
      ),
    )
    if (kind === 'bipolar') return signs
    const alpha = b.float(
      this.#reals(outputs).map((value) => 0.1 + Math.abs(value)),
      [outputs, 1, 1, 1],
    )
    return b.node('Mul', [signs, alpha])
  }

  #activation({ activation }: BlockChoice, { tensor, channels }: Map): string {
    const { b } = this
    const shifted = b.node('Add', [tensor, this.#perChannel(channels)])
    if (activation === 'unsigned2') return b.quant(shifted, 2, { signed: 0, scale: 0.5 })
    if (activation === 'bipolar') return b.bipolar(shifted)
    return b.bipolar(b.node('Mul', [shifted, this.#perChannel(channels)]))
  }

  #conv(from: Map, own: BlockChoice, outputs: number, stride: number): Map {
    const { b } = this
    const { kernel, padded, weights, norm } = own
    const pad = kernel === 3 && (padded || stride > 1 || own.shortcut !== 'plain') ? 1 : 0
    const options = { pads: [pad, pad, pad, pad], strides: [stride, stride] }
    const filters = this.#weights(weights, outputs, from.channels, kernel)
    const sums = b.node('Conv', [this.#activation(own, from), filters], options)
    const [height, width] = [from.height, from.width].map(
      (size) => Math.floor((size + 2 * pad - kernel) / stride) + 1,
    )
    const tensor = norm ? this.#norm(sums, outputs, 4) : b.node('Mul', [sums, this.#perChannel(outputs, 0.2)])
    return { tensor, channels: outputs, height, width }
  }

  #block(from: Map, own: BlockChoice): Map {
    const { b } = this
    const { shortcut, pooled } = own
    if (shortcut === 'plain')
      return this.#bent(this.#sum(own, this.#conv(from, own, from.channels, 1), from), own)
    if (shortcut === 'doubled') {
      const parts = [0, 1].map(() =>
        this.#bent(this.#sum(own, this.#conv(from, own, from.channels, 1), from), own),
      )
      const tensor = b.node(
        'Concat',
        parts.map((part) => part.tensor),
        { axis: 1 },
      )
      return { ...parts[0], tensor, channels: 2 * from.channels }
    }
    if (shortcut === 'projected') {
      const side = this.#conv(from, { ...own, kernel: 1 }, from.channels, 1)
      return this.#bent(this.#sum(own, this.#conv(from, own, from.channels, 1), side), own)
    }
    const even = from.height % 2 === 0 && from.width % 2 === 0 && from.height > 2 && from.width > 2
    if ((shortcut === 'halved' || pooled) && even) {
      const size = { height: from.height / 2, width: from.width / 2 }
      const options = { kernel_shape: [2, 2], strides: [2, 2] }
      const side = { ...from, ...size, tensor: b.node('AveragePool', [from.tensor], options) }
      return this.#bent(this.#sum(own, this.#conv(from, own, from.channels, 2), side), own)
    }
    return this.#bent(this.#sum(own, this.#conv(from, own, from.channels, 1), from), own)
  }

  /** Where the maps differ the convolution stands alone. */
  #sum({ shortcut }: BlockChoice, a: Map, side: Map): Map {
    if (a.height !== side.height || a.width !== side.width) return a
    const operands = shortcut === 'minus' ? [side.tensor, a.tensor] : [a.tensor, side.tensor]
    return { ...a, tensor: this.b.node(shortcut === 'minus' ? 'Sub' : 'Add', operands) }
  }

  #bent(map: Map, { bend, scaleBehind }: BlockChoice): Map {
    const { b } = this
    const { channels } = map
    const shifted = bend === 'shifted' ? b.node('Add', [map.tensor, this.#perChannel(channels)]) : map.tensor
    const slope = () => b.float(this.#reals(channels, 0.6), [channels, 1, 1])
    const bent = {
      none: () => shifted,
      relu: () => b.node('Relu', [shifted]),
      leaky: () => b.node('LeakyRelu', [shifted], { alpha: { f: 0.25 } }),
      prelu: () => b.node('PRelu', [shifted, slope()]),
      shifted: () => b.node('Add', [b.node('PRelu', [shifted, slope()]), this.#perChannel(channels)]),
    }[bend]()
    return { ...map, tensor: scaleBehind ? this.#norm(bent, channels, 1) : bent }
  }

  #tail(map: Map): string {
    const { b, choice } = this
    const classes = 3
    const dense = (x: string, inputs: number) => {
      const flat = b.node('Flatten', [x], { axis: 1 })
      return b.node('MatMul', [flat, b.float(this.#reals(inputs * classes), [inputs, classes])])
    }
    const { tensor, channels, height, width } = map
    if (choice.tail === 'global') return dense(b.node('GlobalAveragePool', [tensor]), channels)
    if (choice.tail === 'dense') return dense(tensor, channels * height * width)
    if (choice.tail === 'average') {
      const size = [Math.min(2, height), Math.min(2, width)]
      const pooled = b.node('AveragePool', [tensor], { kernel_shape: size, strides: size })
      return dense(pooled, channels * Math.floor(height / size[0]) * Math.floor(width / size[1]))
    }
    const flat = b.node('Flatten', [b.bipolar(b.node('Add', [tensor, this.#perChannel(channels)]))], {
      axis: 1,
    })
    const inputs = channels * height * width
    const signs = Array.from({ length: inputs * classes }, () => 2 * this.random(0, 1) - 1)
    return b.node('MatMul', [flat, b.float(signs, [inputs, classes])])
  }
}
