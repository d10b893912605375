import type { MapShape } from './map-shape.js'
import type { Value } from './value.js'

/** Sum, or difference, of two real maps: it is known as a value, but no layer makes it yet. */
export class RealSum {
  constructor(
    readonly a: Value,
    readonly b: Value,
    readonly subtracts: boolean,
    readonly output: MapShape,
  ) {}
}
