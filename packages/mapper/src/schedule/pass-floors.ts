import type { ChipConfig } from '@concord/arch'
import { type Axes, inputSpan } from './axis.js'
import { type LayerFloor, layerFloor, leastOf, type Needed } from './layer-floor.js'
import { OPTIMISM } from './model-errors.js'
import type { NetworkShape } from './network-shape.js'

/** What passes take at least. */
export class PassFloors {
  readonly #array: number[] = [0]
  readonly #stream: number[] = [0]
  /** Of all passes: that of the layers first..last by `last * layers.length + first`. */
  readonly all: readonly number[]
  /** What passes promise before somebody looks at their ways, likewise. */
  readonly promised: readonly number[]

  /** @param layers - of the network */
  constructor(readonly layers: readonly LayerFloor[]) {
    for (const [i, { array, stream }] of layers.entries()) {
      this.#array.push(this.#array[i] + array)
      this.#stream.push(this.#stream[i] + stream)
    }
    const count = layers.length
    const all: number[] = []
    for (let last = 0; last < count; last++)
      for (let first = 0; first < count; first++) all.push(first > last ? Infinity : this.of(first, last))
    this.all = all
    this.promised = all.map((floor) => floor * OPTIMISM)
  }

  static on(config: ChipConfig, shape: NetworkShape, batch: number): PassFloors {
    const { models, others } = shape
    const needed = neededResults(shape)
    return new PassFloors(
      models.map((model, i) => {
        const floors = [model, ...others[i]].map((own) => layerFloor(config, own, batch, needed[i]))
        return floors.reduce(leastOf)
      }),
    )
  }

  /** Cycles of a pass of the layers first..last that no way goes below. */
  of(first: number, last: number): number {
    const { input, start } = this.layers[first]
    const { output, tail } = this.layers[last]
    const array = start + this.#array[last + 1] - this.#array[first] + tail
    const stream = input + this.#stream[last + 1] - this.#stream[first] + tail
    return Math.max(array, stream, start + output)
  }
}

/** By layer what is needed of its result: in a pass no more than the layers behind it read, which may leave out the end of a map. */
function neededResults({ models, joins }: NetworkShape): Needed[] {
  const needed: Needed[] = []
  for (let i = models.length - 1; i >= 0; i--) {
    const { result } = models[i].plan
    const whole = { columns: result.width, lines: result.height }
    const next = joins[i] ? models[i + 1]?.plan.axes : undefined
    needed[i] = next === undefined ? whole : taken(next, needed[i + 1])
  }
  return needed
}

function taken({ x, y }: Axes, { columns, lines }: Needed): Needed {
  const across = inputSpan(x, { first: 0, count: columns })
  const down = inputSpan(y, { first: 0, count: lines })
  return { columns: across.count, lines: down.count }
}
