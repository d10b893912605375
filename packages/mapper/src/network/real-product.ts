import type { MapShape } from './map-shape.js'
import type { Value } from './value.js'

/** Product of two real maps, one of which is a gate: it is known as a value, but no layer makes it yet. */
export class RealProduct {
  constructor(
    readonly a: Value,
    readonly b: Value,
    readonly output: MapShape,
  ) {}
}
