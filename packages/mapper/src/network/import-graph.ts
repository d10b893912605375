import { UnsupportedError } from '../errors.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import { normalise } from '../graph/normalise.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { GraphReading } from './graph-reading.js'
import type { LinearWeights } from './linear-weights.js'
import type { Network } from './network.js'
import type { InputScale } from './network-input.js'
import { ANY_CHIP, type Placement } from './placement.js'
import { NOTHING_WIDE, sameChoice } from './wide-units.js'

/** Readings of a graph beside one for each of its nodes: every reading settles one of them at least. */
const READINGS_MORE = 8

/**
 * Turns a source graph into a network of exact integer layers, and parts of the host between them.
 *
 * Real maps are wide where the chip of `placement` has them and none has to go to the host and come back; else the host
 * keeps them all.
 *
 * @param placement - what a chip can do. Default: all that some chip can
 * @throws UnsupportedError, OnnxFormatError
 */
export function importGraph(
  source: SourceGraph,
  inputScale?: InputScale,
  placement: Placement = ANY_CHIP,
): Network {
  const folded = normalise(source)
  const read = (limits: Placement) => readGraph(source, folded, inputScale, limits)
  const narrow = { ...placement, wide: false }
  let network: Network
  try {
    network = read(placement)
  } catch (error) {
    if (!placement.wide || !(error instanceof UnsupportedError)) throw error
    return otherwise(() => read(narrow), error)
  }
  const { layers, segments, input } = network
  const wide = input.wideUnit !== undefined || layers.some(({ kind, scale }) => kind === 'wide' || scale)
  if (segments.length === 0 || !wide) return network
  return read(narrow)
}

/** What another way gives; the first error where that fails too. */
function otherwise<T>(make: () => T, first: UnsupportedError): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof UnsupportedError ? first : error
  }
}

/**
 * Reads a graph.
 *
 * Which maps are wide, their units, and where the host hands real values over turn out on the way; so a graph that has
 * such is read again, knowing them.
 */
function readGraph(
  source: SourceGraph,
  folded: FoldedGraph,
  inputScale: InputScale | undefined,
  placement: Placement,
): Network {
  const weights = new Map<SourceNode, LinearWeights>()
  let known = NOTHING_WIDE
  for (let readings = source.nodes.length + READINGS_MORE; readings > 0; readings--) {
    const attempt = new GraphReading(source, folded, weights, inputScale, known, placement)
    let network: Network | undefined
    let fault: unknown
    try {
      network = attempt.network()
    } catch (error) {
      fault = error
    }
    const next = attempt.choice()
    if (sameChoice(known, next)) {
      if (network === undefined) throw fault
      return network
    }
    known = next
  }
  throw new UnsupportedError([{ node: source.name, reason: 'the units of its real maps do not settle' }])
}
