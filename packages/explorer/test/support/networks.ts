import type { Layer, Levels, Network } from '@concord/mapper'
import * as fc from 'fast-check'

/** What decides the cost of a made-up fully connected network. */
export interface NetworkShape {
  /** Channels: input, then the output of each layer. */
  readonly widths: readonly number[]
  /** Bits of activations between layers, and of the input. */
  readonly actBits: readonly number[]
  /** 1 bipolar, 2 ternary, 3 four levels −3, −1, 1, 3. */
  readonly weightKinds: readonly number[]
}

export const anyNetworkShape: fc.Arbitrary<NetworkShape> = fc.integer({ min: 1, max: 3 }).chain((layers) =>
  fc.record({
    widths: fc.array(fc.integer({ min: 1, max: 150 }), { minLength: layers + 1, maxLength: layers + 1 }),
    actBits: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: layers, maxLength: layers }),
    weightKinds: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: layers, maxLength: layers }),
  }),
)

const WEIGHTS = [[], [-1, 1], [-1, 0, 1], [-3, -1, 1, 3]]

function levels(bits: number): Levels {
  return { unit: 1, first: -(2 ** bits - 1), step: 2, count: 2 ** bits }
}

/** A network of a shape; its weights follow a fixed pattern, its thresholds lie around 0. */
export function madeNetwork({ widths, actBits, weightKinds }: NetworkShape, name = 'made'): Network {
  const layers = weightKinds.map((kind, i): Layer => {
    const [inputs, outputs] = [widths[i], widths[i + 1]]
    const map = (channels: number) => ({ channels, height: 1, width: 1 })
    const values = WEIGHTS[kind]
    const last = i === weightKinds.length - 1
    const outLevels = last ? undefined : levels(actBits[i + 1])
    return {
      id: `fc${i}`,
      name: `fc${i}`,
      kind: 'dense',
      tensor: `sum${i}`,
      places: undefined,
      inputs: [i === 0 ? 'x' : `fc${i - 1}`],
      input: map(inputs),
      output: map(outputs),
      kernel: { width: 1, height: 1 },
      stride: { x: 1, y: 1 },
      dilation: { x: 1, y: 1 },
      pad: { left: 0, right: 0, top: 0, bottom: 0 },
      padCodes: undefined,
      groups: 1,
      inLevels: levels(actBits[i]),
      weights: Int32Array.from(
        { length: inputs * outputs },
        (_, w) => values[(w * 7 + (w >> 3)) % values.length],
      ),
      weightUnits: new Float64Array(outputs).fill(1),
      pool: undefined,
      quantiser: outLevels && {
        tensor: `act${i}`,
        places: undefined,
        levels: outLevels,
        direction: new Int8Array(outputs).fill(1),
        thresholds: Array.from({ length: outLevels.count - 1 }, (_, t) =>
          new Float64Array(outputs).fill(2 * t - (outLevels.count - 2)),
        ),
        margin: 0,
        ties: 0,
        tiedChannels: 0,
      },
    }
  })
  return {
    name,
    source: { input: { name: 'x' }, outputs: ['y'], nodes: [] } as unknown as Network['source'],
    input: {
      id: 'x',
      tensor: 'x',
      places: Int32Array.from({ length: widths[0] }, (_, i) => i),
      shape: [1, widths[0]],
      elements: widths[0],
      map: { channels: widths[0], height: 1, width: 1 },
      byteOrder: 'channelsLast',
      scale: 'raw',
      levels: levels(actBits[0]),
      thresholds: [Array.from({ length: 2 ** actBits[0] - 1 }, (_, t) => 64 * (t + 1))],
      codes: Array.from({ length: 2 ** actBits[0] }, (_, c) => c),
    },
    layers,
    classes: widths[widths.length - 1],
    segments: [],
    head: [],
  }
}
