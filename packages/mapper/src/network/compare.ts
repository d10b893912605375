import { DataError } from '../errors.js'
import { interpret } from '../graph/interpret.js'
import { evaluateNetwork, inputCodes } from './evaluate.js'
import { inputValue } from './input-code.js'
import { levelInteger } from './levels.js'
import { type Layer, type MapShape, type Network, resultMap } from './network.js'

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

/** What a comparison found. */
export interface Comparison {
  /** Layers compared, the input included. */
  readonly layers: number
  readonly elements: number
  /** Undefined when all are equal. */
  readonly difference: Difference | undefined
}

/**
 * Compares results with the reference interpreter of the source, layer by layer, for one input.
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
  const reference = interpret(
    source,
    Array.from(bytes, (byte) => inputValue(input.scale, byte)),
  )
  let [layers, elements] = [0, 0]
  for (const place of comparedPlaces(network)) {
    const [values, expected] = [results.get(place.id), reference.get(place.tensor)?.data]
    if (values === undefined || expected === undefined) continue
    if (values.length !== expected.length && place.places === undefined)
      throw sizeError(place.layer, values.length)
    layers++
    elements += values.length
    for (let at = 0; at < values.length; at++) {
      const [got, wanted] = [place.value(values[at], at), expected[place.places?.[at] ?? at]]
      if (Math.abs(got - wanted) <= TOLERANCE * Math.max(Math.abs(got), Math.abs(wanted))) continue
      const { map, id, layer } = place
      const pixel = at % (map.height * map.width)
      const position = {
        channel: Math.floor(at / (map.height * map.width)),
        y: Math.floor(pixel / map.width),
        x: pixel % map.width,
      }
      return { layers, elements, difference: { id, layer, ...position, got, expected: wanted } }
    }
  }
  return { layers, elements, difference: undefined }
}

/** Rounding of integer × unit and of the source's sums of real products; integers themselves are far apart. */
const TOLERANCE = 2 ** -40

interface Place {
  readonly id: string
  readonly layer: string
  readonly tensor: string
  readonly places: Int32Array | undefined
  readonly map: MapShape
  /** Real value of a code or sum. */
  value(integer: number, at: number): number
}

function comparedPlaces({ input, layers }: Network): Place[] {
  const levelValue = (levels: Network['input']['levels']) => (code: number) =>
    levels.unit * levelInteger(levels, code)
  const { id, tensor, places, map, levels } = input
  const first: Place = { id, layer: tensor, tensor, places, map, value: levelValue(levels) }
  return [first, ...layers.map((layer) => placeOf(layer, levelValue))]
}

function placeOf(layer: Layer, levelValue: (levels: Layer['inLevels']) => (code: number) => number): Place {
  const { id, name, quantiser, weightUnits, inLevels, output } = layer
  if (quantiser !== undefined) {
    const { tensor, places, levels } = quantiser
    return { id, layer: name, tensor, places, map: resultMap(layer), value: levelValue(levels) }
  }
  const pixels = output.height * output.width
  const value = (sum: number, at: number) => sum * weightUnits[Math.floor(at / pixels)] * inLevels.unit
  return { id, layer: name, tensor: layer.tensor, places: layer.places, map: output, value }
}

function ownResults(network: Network, bytes: Uint8Array): LayerResults {
  const results = new Map<string, ArrayLike<number>>([[network.input.id, inputCodes(network, bytes)]])
  for (const [i, { sums, codes }] of evaluateNetwork(network, bytes).entries()) {
    results.set(network.layers[i].id, codes ?? sums)
  }
  return results
}

function sizeError(layer: string, got: number): DataError {
  const why = `${got} values are not those of the layer's tensor in the source`
  return new DataError('Results do not fit the network', `layer ${layer}`, why, 'map the network again')
}
