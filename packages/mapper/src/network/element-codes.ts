import type { UnsupportedError } from '../errors.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { ChannelFunction } from './channel-function.js'
import type { Classes } from './collapse.js'
import { entryValues, type InputCurves, inputCurves, SCALE_TEXT } from './input-code.js'
import type { InputSource } from './input-source.js'
import { findLevels, type Levels } from './levels.js'
import type { Value } from './value.js'

/** Deviation from byte / 255 that rounding to float32 causes. */
const FLOAT32 = 2 ** -23

/** What the nodes in front of a layer make of the input's elements, alike in each class of them. */
export interface ElementCodes {
  readonly f: ChannelFunction
  readonly classes: Classes
  readonly curves: InputCurves
  readonly levels: Levels
}

/** Finds what the nodes in front of layers make of inputs; layers that read parts of one tensor share it. */
export class InputReader {
  readonly #known = new Map<Value, ElementCodes>()

  constructor(readonly constants: ReadonlyMap<string, Tensor>) {}

  /**
   * Codes of a value of an input's elements, by evaluating all bytes.
   *
   * @throws UnsupportedError when it is not quantised
   */
  of(source: InputSource, value: Value, refuseHere: (reason: string) => UnsupportedError): ElementCodes {
    if (value.kind === 'move') return this.of(source, value.from, refuseHere)
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const { f, classes } = this.#function(source, value)
    const { scale } = source.graphInput
    const curves = inputCurves(f, source.made?.values ?? entryValues(scale), SCALE_TEXT[scale], refuseHere)
    const levels = findLevels(curves.values, curves.quantised ? undefined : FLOAT32)
    if (levels === undefined) throw refuseHere('its input is not quantised to equally spaced levels')
    const codes = { f, classes, curves, levels }
    this.#known.set(value, codes)
    return codes
  }

  /** The function with the fewest classes that the constants allow. */
  #function({ shape }: InputSource, value: Value): Pick<ElementCodes, 'f' | 'classes'> {
    const along = (axis: number): Classes => {
      const inner = elementCount(shape.slice(axis + 1))
      return { count: shape[axis], of: (id) => Math.floor(id / inner) % shape[axis] }
    }
    const each: Classes = { count: elementCount(shape), of: (id) => id }
    for (const classes of [{ count: 1, of: () => 0 }, along(1), along(shape.length - 1)]) {
      try {
        return { f: new ChannelFunction(value, this.constants, classes), classes }
      } catch (error) {
        if (!/differs between the pixels/.test(String(error))) throw error
      }
    }
    return { f: new ChannelFunction(value, this.constants, each), classes: each }
  }
}
