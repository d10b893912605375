import { DataError } from '../errors.js'
import { interpret } from '../graph/interpret.js'
import type { Tensor } from '../graph/tensor.js'
import { evaluateAll } from './evaluate.js'
import { inputValue } from './input-code.js'
import { type Layer, resultMap } from './layer.js'
import { levelInteger } from './levels.js'
import type { MapShape } from './map-shape.js'
import type { Network } from './network.js'

/** Codes (or, of the last layer, sums) of one layer by its id, channel by channel. */
export type LayerResults = ReadonlyMap<string, ArrayLike<number>>

/** The first element at which a result is not the reference's. */
export interface Difference {
  /** Id and name of the layer; of the network's input its tensor. */
  readonly id: string
  readonly layer: string
  readonly channel: number
  readonly y: number
  readonly x: number
  /** As the source has it: real values. */
  readonly got: number
  readonly expected: number
}

/** How far a layer's wide values are from the real ones of the same inputs. */
export interface Deviation {
  readonly id: string
  readonly layer: string
  /** Greatest, and greatest that there can be; real values. */
  readonly deviation: number
  readonly tolerance: number
}

/** What a comparison found. */
export interface Comparison {
  /** Layers compared, the input included. */
  readonly layers: number
  readonly elements: number
  /** Undefined when all are equal, or within their tolerance. */
  readonly difference: Difference | undefined
  /** Of the layers with wide values. */
  readonly deviations: readonly Deviation[]
}

/**
 * Compares results with the reference interpreter of the source, layer by layer, for one input.
 *
 * Each layer's reference is computed from the results of those in front of it. So codes must be equal, and wide values
 * differ by what their own layer rounds.
 *
 * @param bytes - of the input
 * @param results - what is compared: by default the network's own exact integers; the chip's, where they are known
 */
export function compareLayers(
  network: Network,
  bytes: Uint8Array,
  results: LayerResults = ownResults(network, bytes),
): Comparison {
  const { input, source } = network
  const places = new Map<string, Place[]>()
  for (const place of comparedPlaces(network)) {
    places.set(place.tensor, [...(places.get(place.tensor) ?? []), place])
  }
  const found = { layers: 0, elements: 0, difference: undefined as Difference | undefined }
  const deviations: Deviation[] = []
  const exchange = (name: string, result: Tensor): Tensor => {
    const data = result.data.slice()
    for (const place of places.get(name) ?? []) {
      const values = results.get(place.id)
      if (values === undefined || found.difference !== undefined) continue
      if (values.length !== data.length && place.places === undefined)
        throw sizeError(place.layer, values.length)
      found.layers++
      found.elements += values.length
      const { deviation, difference } = comparePlace(place, values, result.data, data)
      found.difference = difference
      const { id, layer, tolerance } = place
      if (tolerance > 0) deviations.push({ id, layer, deviation, tolerance })
    }
    return places.has(name) ? { ...result, data } : result
  }
  interpret(
    source,
    Array.from(bytes, (byte) => inputValue(input.scale, byte)),
    exchange,
  )
  return { ...found, deviations }
}

/** Rounding of integer × unit and of the source's sums of real products; integers themselves are far apart. */
const TOLERANCE = 2 ** -40

/** @param taken - gets the values that are compared, in the order of the source's tensor */
function comparePlace(
  { id, layer, map, places, value, tolerance }: Place,
  values: ArrayLike<number>,
  expected: Float64Array,
  taken: Float64Array,
): { readonly deviation: number; readonly difference: Difference | undefined } {
  let deviation = 0
  for (let at = 0; at < values.length; at++) {
    const place = places?.[at] ?? at
    const [got, wanted] = [value(values[at], at), expected[place]]
    taken[place] = got
    const distance = Math.abs(got - wanted)
    deviation = Math.max(deviation, distance)
    if (distance <= tolerance + TOLERANCE * Math.max(Math.abs(got), Math.abs(wanted))) continue
    const pixel = at % (map.height * map.width)
    const position = {
      channel: Math.floor(at / (map.height * map.width)),
      y: Math.floor(pixel / map.width),
      x: pixel % map.width,
    }
    return { deviation, difference: { id, layer, ...position, got, expected: wanted } }
  }
  return { deviation, difference: undefined }
}

interface Place {
  readonly id: string
  readonly layer: string
  readonly tensor: string
  readonly places: Int32Array | undefined
  readonly map: MapShape
  /** Greatest distance from the source's value; 0 for codes and exact sums. */
  readonly tolerance: number
  /** Real value of a code, sum or wide value. */
  value(integer: number, at: number): number
}

function comparedPlaces({ input, layers, segments }: Network): Place[] {
  const levelValue = (levels: Network['input']['levels']) => (code: number) =>
    levels.unit * levelInteger(levels, code)
  const { id, tensor, places, map, levels, wideUnit } = input
  const first: Place = {
    ...{ id, layer: tensor, tensor, places, map },
    tolerance: wideUnit === undefined ? 0 : wideUnit / 2,
    value: wideUnit === undefined ? levelValue(levels) : (integer) => integer * wideUnit,
  }
  const tolerances = new Map([[id, first.tolerance]])
  for (const { id: made, scale } of layers) tolerances.set(made, scale?.tolerance ?? 0)
  const sent = segments.flatMap(({ id: own, result }): Place[] => {
    if (result === undefined) return []
    const { tensor: to, places: at, map: shape } = result
    const value = levelValue(result.levels)
    return [{ id: own, layer: own, tensor: to, places: at, map: shape, tolerance: 0, value }]
  })
  return [first, ...sent, ...layers.map((layer) => placeOf(layer, levelValue, tolerances))]
}

function placeOf(
  layer: Layer,
  levelValue: (levels: Layer['inLevels']) => (code: number) => number,
  tolerances: ReadonlyMap<string, number>,
): Place {
  const { id, name, kind, quantiser, scale, weightUnits, inLevels, output } = layer
  const map = resultMap(layer)
  if (scale !== undefined) {
    const { tensor, places, unit, tolerance } = scale
    return { id, layer: name, tensor, places, map, tolerance, value: (integer) => integer * unit }
  }
  if (quantiser !== undefined) {
    const { tensor, places, levels } = quantiser
    return { id, layer: name, tensor, places, map, tolerance: 0, value: levelValue(levels) }
  }
  const pixels = output.height * output.width
  const value = (sum: number, at: number) => sum * weightUnits[Math.floor(at / pixels)] * inLevels.unit
  // what leaves the chip as it is has been rounded by the layer that made it
  const tolerance = kind === 'wide' ? Math.max(...layer.inputs.map((input) => tolerances.get(input) ?? 0)) : 0
  return { id, layer: name, tensor: layer.tensor, places: layer.places, map: output, tolerance, value }
}

function ownResults(network: Network, bytes: Uint8Array): LayerResults {
  const { layers, results } = evaluateAll(network, bytes)
  const sums = layers.map((layer, i) => [network.layers[i].id, layer.sums] as const)
  return new Map([...sums, ...results])
}

function sizeError(layer: string, got: number): DataError {
  const why = `${got} values are not those of the layer's tensor in the source`
  return new DataError('Results do not fit the network', `layer ${layer}`, why, 'map the network again')
}
