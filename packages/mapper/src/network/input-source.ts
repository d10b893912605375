import type { UnsupportedError } from '../errors.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { byteOf } from './byte-order.js'
import { ChannelFunction } from './channel-function.js'
import type { Classes } from './collapse.js'
import { WIDE_MIN } from './fixed-point.js'
import { entryValues, type InputCurves, inputCurves, SCALE_TEXT, thresholdsOf } from './input-code.js'
import { Layout } from './layout.js'
import { findLevels, type Levels } from './levels.js'
import type { MapShape } from './map-shape.js'
import type { ByteOrder, InputScale, NetworkInput } from './network-input.js'
import { resultPlaces } from './places.js'
import { type Settled, settleBorder } from './settle.js'
import type { Value } from './value.js'

/** Deviation from byte / 255 that rounding to float32 causes. */
const FLOAT32 = 2 ** -23

/** A map that the host makes for the chip. */
export interface HostMade {
  /** Values that its elements can have, ascending; their numbers take the place of bytes. */
  readonly values: readonly number[]
  /** Why the chip does not make it. */
  readonly reason: string
  /** Whether it depends on the network's input alone. */
  readonly ofInput: boolean
}

/** What enters the chip: the bytes of the network's input, or what a part of the host makes. */
export class InputSource {
  #input: NetworkInput | undefined
  readonly #known = new Map<Value, Quantised>()

  /**
   * @param tensor - the graph's input, or the result of a part of the host
   * @param shape - its shape, the batch included
   * @param graphInput - shape and scale of the graph's input
   * @param made - undefined for the graph's input
   */
  constructor(
    readonly tensor: string,
    readonly shape: readonly number[],
    readonly graphInput: { readonly shape: readonly number[]; readonly scale: InputScale },
    readonly made?: HostMade,
  ) {}

  /** How layers refer to it: none of them has this id, even where the host makes again what a layer makes. */
  get id(): string {
    return this.made === undefined ? this.tensor : `${this.tensor}/host`
  }

  /** Whether it depends on the network's input alone. */
  get ofInput(): boolean {
    return this.made?.ofInput ?? true
  }

  /** The input as the layers take it; undefined while none does. */
  get input(): NetworkInput | undefined {
    return this.#input
  }

  /** Only the number of elements counts. */
  get output(): MapShape {
    return { channels: elementCount(this.shape), height: 1, width: 1 }
  }

  /**
   * Turns a value of the input's elements into codes, by evaluating all bytes.
   *
   * @param flat - its layer takes all elements at once
   * @throws UnsupportedError when it is not quantised, or was settled to something else before
   */
  settle(
    value: Value,
    constants: ReadonlyMap<string, Tensor>,
    flat: boolean,
    refuseHere: (reason: string) => UnsupportedError,
  ): Settled {
    const { graphInput } = this
    const { f, classes, curves, levels } = this.#quantised(value, constants, refuseHere)
    const elements = elementCount(this.shape)
    const { map, byteOrder, layout, line } = flat
      ? this.#flat(value, refuseHere)
      : this.#map(value, refuseHere)
    const lists = this.#lists(curves.codes, classes, map, byteOrder)
    const [places] = resultPlaces(value)
    const positions = places.places ?? Int32Array.from({ length: elements }, (_, i) => i)
    const input: NetworkInput = {
      id: this.id,
      tensor: places.tensor,
      places: Int32Array.from({ length: elements }, (_, at) => positions[byteOf(map, byteOrder, at)]),
      shape: graphInput.shape,
      elements: elementCount(graphInput.shape),
      map,
      byteOrder,
      scale: graphInput.scale,
      levels,
      ...thresholdsOf(lists, levels.count, refuseHere),
    }
    if (this.#input !== undefined && !sameCodes(this.#input, input)) {
      throw refuseHere('the input is quantised in two ways; one is supported')
    }
    this.#input ??= input
    const border = settleBorder(value, f)
    const borderValues = border.borderValues && byChannel(border.borderValues, classes, map, byteOrder)
    if (borderValues?.includes(Number.NaN)) throw refuseHere('its padding differs from pixel to pixel')
    return { ids: [this.id], map, levels, layout, line, ...border, borderValues }
  }

  /**
   * The input as wide values, in the order of the tensor.
   *
   * @param wideUnit - real value of 1
   */
  settleWide(wideUnit: number): NetworkInput {
    const { tensor, shape, graphInput } = this
    const [, channels = 1, ...area] = shape
    const [height, width] = area.length === 2 ? area : [1, elementCount(area)]
    this.#input = {
      ...{ id: tensor, tensor, places: Int32Array.from({ length: elementCount(shape) }, (_, i) => i) },
      ...{
        shape: graphInput.shape,
        elements: elementCount(graphInput.shape),
        map: { channels, height, width },
      },
      ...{ byteOrder: 'channelsFirst', scale: graphInput.scale, wideUnit, thresholds: [[]], codes: [0] },
      levels: { unit: wideUnit, first: WIDE_MIN, step: 1, count: 2 ** 16 },
    }
    return this.#input
  }

  /** What the nodes in front of a layer do to each element; layers that read parts of one tensor share it. */
  #quantised(
    value: Value,
    constants: ReadonlyMap<string, Tensor>,
    refuseHere: (reason: string) => UnsupportedError,
  ): Quantised {
    if (value.kind === 'move') return this.#quantised(value.from, constants, refuseHere)
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const { f, classes } = this.#function(value, constants)
    const { scale } = this.graphInput
    const curves = inputCurves(f, this.made?.values ?? entryValues(scale), SCALE_TEXT[scale], refuseHere)
    const levels = findLevels(curves.values, curves.quantised ? undefined : FLOAT32)
    if (levels === undefined) throw refuseHere('its input is not quantised to equally spaced levels')
    const quantised = { f, classes, curves, levels }
    this.#known.set(value, quantised)
    return quantised
  }

  /** The function with the fewest classes that the constants allow. */
  #function(value: Value, constants: ReadonlyMap<string, Tensor>) {
    const { shape } = this
    const along = (axis: number): Classes => {
      const inner = elementCount(shape.slice(axis + 1))
      return { count: shape[axis], of: (id) => Math.floor(id / inner) % shape[axis] }
    }
    const each: Classes = { count: elementCount(shape), of: (id) => id }
    for (const classes of [{ count: 1, of: () => 0 }, along(1), along(shape.length - 1)]) {
      try {
        return { f: new ChannelFunction(value, constants, classes), classes }
      } catch (error) {
        if (!/differs between the pixels/.test(String(error))) throw error
      }
    }
    return { f: new ChannelFunction(value, constants, each), classes: each }
  }

  /** All elements as one pixel; of a part of them, lines of as many as the part has, of which it is one. */
  #flat({ layout }: Value, refuseHere: (reason: string) => UnsupportedError): Taken {
    const elements = elementCount(this.shape)
    const channels = elementCount(layout.shape)
    const byteOrder = 'channelsLast'
    if (channels >= elements) {
      const map = { channels: elements, height: 1, width: 1 }
      return { map, byteOrder, layout: new Layout(layout.shape, 1, layout.ids), line: undefined }
    }
    const first = layout.ids?.[0] ?? 0
    const inOrder = layout.ids?.every((id, i) => id === first + i) ?? true
    if (!inOrder || elements % channels > 0 || first % channels > 0)
      throw refuseHere('it takes elements of the input that are no line of it')
    const map = { channels, height: elements / channels, width: 1 }
    return { map, byteOrder, layout: new Layout(layout.shape, 1), line: first / channels }
  }

  #map({ layout }: Value, refuseHere: (reason: string) => UnsupportedError): Taken {
    const [, channels, ...area] = layout.shape
    const [height, width] = area.length === 1 ? [1, area[0]] : area
    const map = { channels, height, width }
    const { ids } = layout
    const plain = new Layout(layout.shape, height * width)
    for (const byteOrder of ['channelsFirst', 'channelsLast'] as const) {
      const inOrder = plain.tensor().data.every((at) => (ids?.[at] ?? at) === byteOf(map, byteOrder, at))
      if (inOrder) return { map, byteOrder, layout: plain, line: undefined }
    }
    throw refuseHere(
      'the bytes of its input are in an order that is neither channels first nor channels last',
    )
  }

  /** Codes of every byte: of all elements alike, by channel, or by element. */
  #lists(
    curves: readonly (readonly number[])[],
    classes: Classes,
    map: MapShape,
    byteOrder: ByteOrder,
  ): readonly (readonly number[])[] {
    if (curves.length === 1) return curves
    const pixels = map.height * map.width
    const numbers = Float64Array.from(curves, (_, k) => k)
    const own = byChannel(numbers, classes, map, byteOrder)
    if (!own.includes(Number.NaN)) return Array.from(own, (k) => curves[k])
    return Array.from({ length: map.channels * pixels }, (_, id) => curves[classes.of(id)])
  }
}

/** What becomes of the input's elements, alike in each class. */
interface Quantised {
  readonly f: ChannelFunction
  readonly classes: Classes
  readonly curves: InputCurves
  readonly levels: Levels
}

/** How a layer takes the input's elements. */
interface Taken {
  readonly map: MapShape
  readonly byteOrder: ByteOrder
  readonly layout: Layout
  readonly line: number | undefined
}

/** Values by channel from values by class; NaN where the pixels of a channel differ. */
function byChannel(
  values: Float64Array,
  classes: Classes,
  map: MapShape,
  byteOrder: ByteOrder,
): Float64Array {
  const pixels = map.height * map.width
  return Float64Array.from({ length: map.channels }, (_, c) => {
    const value = (pixel: number) => values[classes.of(byteOf(map, byteOrder, c * pixels + pixel))]
    const first = value(0)
    for (let pixel = 1; pixel < pixels; pixel++) if (value(pixel) !== first) return Number.NaN
    return first
  })
}

function sameCodes(a: NetworkInput, b: NetworkInput): boolean {
  const text = ({ map, byteOrder, thresholds, codes }: NetworkInput) =>
    JSON.stringify([map, byteOrder, thresholds, codes])
  return text(a) === text(b)
}
