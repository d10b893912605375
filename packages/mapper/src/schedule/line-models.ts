import { inputSpan } from './axis.js'
import type { LayerModel } from './layer-model.js'
import type { Room } from './pads.js'
import type { PassChoice } from './pass-choice.js'
import { type Span, splitSpan } from './region.js'
import type { ShapeChip } from './shape-chip.js'
import { type LayerLines, LineWayModel, type WayModel } from './way-model.js'

type LineWay = PassChoice & { readonly order: 'line' }

/** The last map of a pass by lines, in parts. */
interface LineParts {
  readonly count: number
  /** Parts that are alike: how many, and by layer the lines of its result. */
  readonly spans: readonly { readonly weight: number; readonly spans: readonly Span[] }[]
}

/** Models of the ways by lines through a pass. */
export class LineModels {
  /** Words of a weight bank that all tiles take. */
  readonly #depth: number
  readonly #room: Room
  /** The parts that were asked for last. */
  #parts: { readonly wanted: number; readonly found: LineParts | undefined } | undefined

  /** @param room - what a bank has for maps */
  constructor(
    readonly chip: ShapeChip,
    readonly layers: readonly LayerModel[],
    room: Room,
  ) {
    this.#room = room
    this.#depth = layers.reduce((sum, { depth }) => sum + depth, 0)
  }

  /** The model of a way; undefined where the banks are too small. @param fills - of the pass */
  of(choice: LineWay, batch: number, fills: number): WayModel | undefined {
    const { layers, chip } = this
    const { dense, lines } = choice
    const parts = this.#partsOf(choice.parts)
    if (parts === undefined) return undefined
    const last = layers.length - 1
    const { width } = layers[last].plan.result
    const stays = dense ? fills <= 4 && chip.holds('weightDepth', this.#depth / 2) : fills <= 2
    const own: LayerLines[] = []
    let [inWords, apartWords, startWords, outWords] = [0, 0, 0, 0]
    for (const { weight, spans } of parts.spans) {
      const { count } = spans[last]
      outWords += weight * count * width * layers[last].plan.outWords
      const chunks = Math.ceil(count / lines)
      for (let i = last; i >= 0; i--) {
        const layer = layers[i]
        const span = spans[i]
        let runs = chunks
        if (i === 0) {
          const first = this.#firstLines(layer, span, choice.firstLines)
          if (first === undefined) return undefined
          runs = first.runs
          inWords += weight * first.words
          startWords = first.startWords
          // Lines come in while others are made as far as there are banks for them
          const together = Math.max(0, chip.actBanks - layers.length) / Math.max(1, runs / chunks)
          apartWords += weight * first.words * (1 - Math.min(1, together))
        }
        const height = Math.max(1, span.count / runs)
        const amounts = layer.of(chip, 1, layer.plan.result.width, height, dense, stays ? 0 : 1)
        own.push({ layer: i, times: weight * runs, amounts })
      }
    }
    return new LineWayModel(
      layers.length,
      own,
      batch,
      parts.count,
      stays,
      inWords,
      apartWords,
      startWords,
      outWords,
    )
  }

  /** The last map in parts; undefined where the banks do not hold what lies between the layers. */
  #partsOf(wanted: number): LineParts | undefined {
    if (this.#parts?.wanted === wanted) return this.#parts.found
    const found = this.#cutParts(wanted)
    this.#parts = { wanted, found }
    return found
  }

  #cutParts(wanted: number): LineParts | undefined {
    const { layers } = this
    const { height } = layers[layers.length - 1].plan.result
    const count = Math.min(wanted, height)
    const own: { readonly weight: number; readonly spans: readonly Span[] }[] = []
    // Those at both ends are taken to be alike, and those between them
    for (const [i, part] of splitSpan(height, count).slice(0, 2).entries()) {
      const weight = i > 0 ? count - 2 : count === 1 ? 1 : 2
      if (weight === 0) continue
      const spans: Span[] = []
      let span: Span = part
      for (let at = layers.length - 1; at >= 0; at--) {
        const { result, outWords, axes } = layers[at].plan
        if (at < layers.length - 1 && !this.#room.holds(span.count * result.width * outWords))
          return undefined
        spans[at] = span
        span = inputSpan(axes.y, span)
      }
      own.push({ weight, spans })
    }
    return { count, spans: own }
  }

  /** RUNs of the first layer for some lines, the words that they take together, and those of the first ones. */
  #firstLines({ plan }: LayerModel, span: Span, firstLines: number) {
    const { axes, result, inWords, input } = plan
    const lineWords = input.width * inWords
    const step = axes.y.poolStride * axes.y.stride
    const one = inputSpan(axes.y, { first: Math.min(1, result.height - 1), count: 1 }).count
    const fit = this.#room.times(lineWords, one + (firstLines - 1) * step)
    if (fit < one) return undefined
    const most = Math.min(firstLines, 1 + Math.floor((fit - one) / step))
    const runs = Math.ceil(span.count / Math.max(1, most))
    const source = inputSpan(axes.y, span).count
    const taken = runs * (one + (span.count / runs - 1) * step)
    return {
      runs,
      words: Math.max(source, taken) * lineWords,
      startWords: Math.min(source, one + Math.min(firstLines - 1, 2) * step) * lineWords,
    }
  }
}
