import type { Amounts } from './layer-model.js'
import { type LayerTimes, Work } from './layer-times.js'

/** Beginning and ending a pass. */
const PASS = 30
/** Loads ahead are cut into pieces, which takes instructions. */
const AHEAD = 1.005
/** Share of the waiting that loading ahead leaves. */
const AHEAD_LEAVES = 0.4

/** How long a chip takes for the layers of a network. */
export interface ChipTimes {
  readonly layers: readonly LayerTimes[]
  readonly queueDepth: number
}

/** What a way through a pass takes, about: enough to tell which ways are worth counting. */
export interface WayModel {
  /** Cycles of the batch. @param first - layer of the network with which the pass begins */
  cycles(times: ChipTimes, first: number, ahead: boolean): number
}

/** That of the layer a model looks at. */
const WORK = new Work()

function exposedCycles({ waiting, late }: Work, ahead: boolean): number {
  return late + (ahead ? AHEAD_LEAVES : 1) * waiting
}

/** A layer of a way by layers. */
export interface LayerRound {
  /** Blocks of a round, and what the layer does for one of them. */
  readonly count: number
  readonly amounts: Amounts
  readonly fills: number
}

/** Layer by layer. */
export class LayerWayModel implements WayModel {
  /**
   * @param rounds - of the batch
   * @param once - weights of the whole pass stay in the two banks: they come in once a batch
   * @param sets - times that a round's input comes in, for some row groups each
   * @param inWords, outWords - of a round, each set's
   */
  constructor(
    readonly layers: readonly LayerRound[],
    readonly rounds: number,
    readonly once: boolean,
    readonly sets: number,
    readonly inWords: number,
    readonly outWords: number,
  ) {}

  cycles({ layers: times, queueDepth }: ChipTimes, place: number, ahead: boolean): number {
    const { layers, once, sets, rounds } = this
    const end = layers.length - 1
    let [steady, array, stream, start, weights, input, output] = [0, 0, 0, 0, 0, 0, 0]
    for (let i = 0; i <= end; i++) {
      const { count, amounts, fills } = layers[i]
      const layer = times[place + i]
      const { weightBeats } = layer
      const work = layer.work(amounts, queueDepth, WORK)
      if (once) weights += weightBeats
      const ownArray = count * work.array
      let ownStream = count * work.stream
      const first = weightBeats / fills
      start += i === 0 ? first : 0.5 * (first - weightBeats / layer.model.tiles)
      if (i === 0) {
        if (!once) ownStream -= Math.min(first, ownStream)
        input = sets * layer.wordBeats(this.inWords)
        if (count > 1) {
          ownStream += input * (1 - 1 / (sets * count))
          input /= sets * count
        }
      }
      const out = i === end ? layer.wordBeats(this.outWords) : 0
      if (i === end) output = out / count
      array += ownArray
      stream += ownStream
      // The bank of a block comes back when its results have been sent
      const apart = end === 0 && count > 1 ? input * (count - 1) + out : 0
      const exposed = count * exposedCycles(work, ahead)
      steady += Math.max(ownArray + apart, ownStream, ownArray + exposed, out)
    }
    const round = ahead ? Math.max(steady, array, stream + input) : Math.max(steady, array) + 0.5 * input
    const all = PASS + start + Math.max(0, weights - start) + input + steady + (rounds - 1) * round + output
    return (ahead ? AHEAD : 1) * all
  }
}

/** One layer, a few row groups after the other. */
export class RowWayModel implements WayModel {
  /**
   * @param blocks - of the batch, and what the layer does for one of them
   * @param sets - times that the input comes in
   * @param inWords, outWords - of the batch, each set's
   * @param overlaps - a block comes in while another one is worked on
   */
  constructor(
    readonly amounts: Amounts,
    readonly blocks: number,
    readonly sets: number,
    readonly fills: number,
    readonly inWords: number,
    readonly outWords: number,
    readonly overlaps: boolean,
  ) {}

  cycles({ layers, queueDepth }: ChipTimes, first: number, ahead: boolean): number {
    const { amounts, blocks, sets } = this
    const layer = layers[first]
    const work = layer.work(amounts, queueDepth, WORK)
    const array = blocks * work.array
    const loaded = sets * layer.wordBeats(this.inWords)
    const output = layer.wordBeats(this.outWords)
    const stream = blocks * work.stream + loaded
    const block = loaded / (sets * blocks)
    const exposed = blocks * exposedCycles(work, ahead)
    const start = layer.weightBeats / this.fills
    const steady =
      this.overlaps || ahead
        ? Math.max(array + exposed, stream, output)
        : Math.max(array + exposed, blocks * work.stream) + loaded
    return (ahead ? AHEAD : 1) * (PASS + start + block + steady + output / (sets * blocks))
  }
}

/** A layer of a part of a way by lines. */
export interface LayerLines {
  /** Place in the pass. */
  readonly layer: number
  /** Parts that are alike times RUNs of this many lines each, and what the layer does for one. */
  readonly times: number
  readonly amounts: Amounts
}

/** Depth first, line by line. */
export class LineWayModel implements WayModel {
  /**
   * @param layers - of the pass
   * @param stays - weights come in once
   * @param inWords, apartWords - of an input, and of them those that come in while nothing else goes on
   * @param startWords - of the first lines
   * @param outWords - of an input's result
   */
  constructor(
    readonly layers: number,
    readonly lines: readonly LayerLines[],
    readonly batch: number,
    readonly parts: number,
    readonly stays: boolean,
    readonly inWords: number,
    readonly apartWords: number,
    readonly startWords: number,
    readonly outWords: number,
  ) {}

  cycles({ layers: times, queueDepth }: ChipTimes, place: number, ahead: boolean): number {
    const { layers, stays, batch, parts } = this
    const first = times[place]
    const input = first.wordBeats(this.inWords)
    const output = first.wordBeats(this.outWords)
    let [array, stream, steady] = [0, input, input]
    for (const { layer, times: count, amounts } of this.lines) {
      const work = times[place + layer].work(amounts, queueDepth, WORK)
      array += count * work.array
      stream += count * work.stream
      steady += count * Math.max(work.array, work.stream)
    }
    let weights = 0
    if (stays) for (let i = 0; i < layers; i++) weights += times[place + i].weightBeats
    const apart = first.wordBeats(this.apartWords)
    const own = stays || ahead ? Math.max(array + apart, stream, output) : Math.max(steady, output)
    const start = first.wordBeats(this.startWords)
    return (ahead ? AHEAD : 1) * (PASS + start + weights + batch * own + output / (4 * parts))
  }
}
