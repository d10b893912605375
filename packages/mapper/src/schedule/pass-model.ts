import { type ChipConfig, chipGeometry } from '@concord/arch'
import { inputSpan } from './axis.js'
import type { LayerModel, Work } from './layer-model.js'
import { placePads } from './pads.js'
import type { PassChoice } from './pass-choice.js'
import { splitSpan } from './region.js'
import type { SplitStyle } from './steps.js'

/** Beginning and ending a pass. */
const PASS = 30
/** Loads ahead are cut into pieces, which takes instructions. */
const AHEAD = 1.005

/** Share of the waiting that loading ahead leaves. */
const AHEAD_LEAVES = 0.4

function exposedCycles({ waiting, late }: Work, ahead: boolean): number {
  return late + (ahead ? AHEAD_LEAVES : 1) * waiting
}

/** Models of the layers of a pass in both styles. */
export type StyledModels = Readonly<Record<SplitStyle, readonly LayerModel[]>>

/** What a pass takes, about: enough to tell which ways through it are worth counting. */
export class PassModel {
  readonly #bankWords: number

  /** @param layers - of the pass, in both styles */
  constructor(
    readonly config: ChipConfig,
    readonly layers: StyledModels,
  ) {
    this.#bankWords = placePads(
      config,
      layers.repeat.map(({ plan }) => plan),
    ).words
  }

  /** Whether packing tiles together lets all weights of the pass stay in the two banks. */
  get packingKeeps(): boolean {
    const fills = (dense: 0 | 1) => this.layers.repeat.reduce((sum, layer) => sum + layer.fills[dense], 0)
    return fills(0) > 2 && fills(1) <= 2
  }

  /** Cycles of a batch; infinite where the banks are too small. */
  estimate(choice: PassChoice, batch: number): number {
    // passes with wide values are counted only
    if (choice.order === 'wide') return Infinity
    const layers = this.layers[choice.style]
    if (choice.order === 'layer') return this.#byLayer(layers, choice, choice.resident, batch)
    if (choice.order === 'line') return this.#byLine(layers, choice, batch)
    return this.#byRows(layers[0], choice, choice.most, batch)
  }

  #byLayer(
    layers: readonly LayerModel[],
    { dense, ahead }: PassChoice,
    resident: number,
    batch: number,
  ): number {
    const rounds = batch / resident
    const only = layers.length === 1
    let [steady, array, stream, start] = [0, 0, 0, 0]
    const together = layers.reduce((sum, { fills }) => sum + fills[Number(dense)], 0)
    /** Weights of the whole pass stay in the two banks: they come in once a batch. */
    const once = together <= 2
    let weights = 0
    let [input, output] = [0, 0]
    for (const [i, layer] of layers.entries()) {
      const { result } = layer.plan
      const pixels = result.width * result.height
      const last = i === layers.length - 1
      if (!last && resident * pixels * layer.plan.outWords > this.#bankWords) return Infinity
      const { count, lines, overlap } = this.#blocks(layer, resident, i === 0, last)
      if (!Number.isFinite(count)) return Infinity
      const fills = layer.fills[Number(dense)]
      const stays = fills <= 2
      if (only && count > 1 && !stays) return Infinity
      const inputs = lines < result.height ? 1 : resident / count
      const sets = i === 0 && count > 1 ? Math.ceil(fills / 2) : 1
      const work = layer.of(inputs, result.width, lines, dense, once ? 0 : stays || sets > 1 ? 1 / count : 1)
      if (once) weights += layer.weightBeats
      const own = { array: count * work.array, stream: count * work.stream }
      const exposed = count * exposedCycles(work, ahead)
      const first = layer.weightBeats / fills
      start += i === 0 ? first : 0.5 * (first - layer.weightBeats / layer.tiles)
      if (i === 0) {
        if (!once) own.stream -= Math.min(first, own.stream)
        const { width, height } = layer.plan.input
        input = sets * layer.inBeats(resident * width * height * overlap)
        if (count > 1) {
          own.stream += input * (1 - 1 / (sets * count))
          input /= sets * count
        }
      }
      const out = last ? layer.outBeats(resident * pixels) : 0
      if (last) output = out / count
      array += own.array
      stream += own.stream
      // The bank of a block comes back when its results have been sent
      const apart = only && count > 1 ? input * (count - 1) + out : 0
      steady += Math.max(own.array + apart, own.stream, own.array + exposed, out)
    }
    const round = ahead ? Math.max(steady, array, stream + input) : Math.max(steady, array) + 0.5 * input
    return (
      (ahead ? AHEAD : 1) *
      (PASS + start + Math.max(0, weights - start) + input + steady + (rounds - 1) * round + output)
    )
  }

  /** Blocks of a layer's results that fit the banks, lines of each, and how much more of the input they take together. */
  #blocks(
    layer: LayerModel,
    inputs: number,
    first: boolean,
    last: boolean,
  ): { count: number; lines: number; overlap: number } {
    const { input, result, inWords, outWords, axes } = layer.plan
    const room = this.#bankWords
    const wordsOf = (lines: number) =>
      Math.max(
        first
          ? Math.min(
              input.height,
              inputSpan(axes.y, { first: lines < result.height ? 1 : 0, count: lines }).count,
            ) *
              input.width *
              inWords
          : 0,
        last ? lines * result.width * outWords : 0,
      )
    const whole = wordsOf(result.height)
    if (whole <= room) {
      const count = Math.ceil(inputs / Math.max(1, Math.floor(room / Math.max(1, whole))))
      return { count, lines: result.height, overlap: 1 }
    }
    for (let parts = 2; parts <= result.height; parts++) {
      const lines = Math.ceil(result.height / parts)
      if (wordsOf(lines) > room) continue
      const taken = inputSpan(axes.y, { first: 1, count: lines }).count
      return {
        count: inputs * parts,
        lines: result.height / parts,
        overlap: Math.max(1, (parts * taken) / input.height),
      }
    }
    // Columns are cut as well: rare, and left to counting
    const count = (inputs * result.height * wordsOf(1)) / room
    return { count, lines: 1, overlap: 2 }
  }

  #byRows(layer: LayerModel, { dense, ahead }: PassChoice, most: number, batch: number): number {
    const { result, input } = layer.plan
    const { segmentsPerWord } = chipGeometry(this.config)
    const sets = Math.max(
      1,
      Math.min(
        Math.ceil(layer.fills[Number(dense)] / 2),
        Math.ceil(layer.plan.rowGroups.length / segmentsPerWord),
      ),
    )
    const { count, lines, overlap } = this.#blocks(layer, Math.min(most, batch), true, false)
    const blocks = (count * batch) / Math.min(most, batch)
    const inputs = lines < result.height ? 1 : batch / blocks
    const groups = layer.plan.rowGroups.length / sets
    const kept = groups <= 1
    const stays = kept || layer.fills[Number(dense)] <= 2 * sets
    const work = layer.of(inputs, result.width, lines, dense, stays ? 1 / blocks : 1, kept)
    const array = blocks * work.array
    const input1 = layer.inBeats(batch * input.width * input.height * overlap)
    const loaded = sets * input1
    const output = layer.outBeats(batch * result.width * result.height)
    const stream = blocks * work.stream + loaded
    const block = loaded / (sets * blocks)
    const overlaps = this.config.actBanks > 2 || ahead
    const exposed = blocks * exposedCycles(work, ahead)
    const start = layer.weightBeats / layer.fills[Number(dense)]
    const steady = overlaps
      ? Math.max(array + exposed, stream, output)
      : Math.max(array + exposed, blocks * work.stream) + loaded
    return (ahead ? AHEAD : 1) * (PASS + start + block + steady + output / (sets * blocks))
  }

  #byLine(
    layers: readonly LayerModel[],
    choice: PassChoice & { readonly order: 'line' },
    batch: number,
  ): number {
    const { dense, parts: wanted, lines, firstLines } = choice
    const { actBanks } = this.config
    const lastResult = layers[layers.length - 1].plan.result
    const parts = splitSpan(lastResult.height, Math.min(wanted, lastResult.height))
    let tiles = 0
    for (const layer of layers) tiles += layer.fills[Number(dense)]
    const stays = dense
      ? layers.reduce((sum, { depth }) => sum + depth, 0) <= 2 * this.config.weightDepth && tiles <= 4
      : tiles <= 2
    let [array, stream, steady, output, start, apart] = [0, 0, 0, 0, 0, 0]
    for (const part of parts.slice(0, 2)) {
      const weight = part === parts[0] ? (parts.length === 1 ? 1 : 2) : parts.length - 2
      if (weight === 0) continue
      let span = part
      const chunks = Math.ceil(part.count / lines)
      for (let i = layers.length - 1; i >= 0; i--) {
        const layer = layers[i]
        const { axes, result, inWords, outWords } = layer.plan
        if (i < layers.length - 1 && span.count * result.width * outWords > this.#bankWords) return Infinity
        const source = inputSpan(axes.y, span)
        let runs = chunks
        if (i === 0) {
          const lineWords = layer.plan.input.width * inWords
          const fit = Math.floor(this.#bankWords / lineWords)
          const step = axes.y.poolStride * axes.y.stride
          const one = inputSpan(axes.y, { first: Math.min(1, result.height - 1), count: 1 }).count
          if (fit < one) return Infinity
          runs = Math.ceil(span.count / Math.max(1, Math.min(firstLines, 1 + Math.floor((fit - one) / step))))
          const taken = runs * (one + (span.count / runs - 1) * step)
          const beats = weight * Math.max(source.count, taken) * lineWords * (layer.inBeats(1) / inWords)
          stream += beats
          steady += beats
          // Lines come in while others are made as far as there are banks for them
          apart +=
            beats * (1 - Math.min(1, Math.max(0, actBanks - layers.length) / Math.max(1, runs / chunks)))
          start = layer.inBeats(
            Math.min(source.count, one + Math.min(firstLines - 1, 2) * step) * layer.plan.input.width,
          )
        }
        const work = layer.of(1, result.width, Math.max(1, span.count / runs), dense, stays ? 0 : 1)
        array += weight * runs * work.array
        stream += weight * runs * work.stream
        steady += weight * runs * Math.max(work.array, work.stream)
        if (i === layers.length - 1) output += weight * layer.outBeats(span.count * result.width)
        span = source
      }
    }
    const weights = stays ? layers.reduce((sum, { weightBeats }) => sum + weightBeats, 0) : 0
    const own = stays || choice.ahead ? Math.max(array + apart, stream, output) : Math.max(steady, output)
    return (choice.ahead ? AHEAD : 1) * (PASS + start + weights + batch * own + output / (4 * parts.length))
  }
}
