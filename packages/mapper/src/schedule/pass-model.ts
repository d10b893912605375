import { inputSpan } from './axis.js'
import type { LayerModel } from './layer-model.js'
import { LineModels } from './line-models.js'
import { placePads, type Room } from './pads.js'
import type { PassChoice } from './pass-choice.js'
import type { ShapeChip } from './shape-chip.js'
import { type LayerRound, LayerWayModel, RowWayModel, type WayModel } from './way-model.js'

/** Models of the ways through a pass, on all chips that cut its layers alike. */
export class PassModel {
  readonly #room: Room
  readonly #lines: LineModels

  /** @param layers - of the pass, in the style of the ways that are listed */
  constructor(
    readonly chip: ShapeChip,
    readonly layers: readonly LayerModel[],
  ) {
    const plans = layers.map(({ plan }) => plan)
    this.#room = placePads(chip, plans).room
    this.#lines = new LineModels(chip, layers, this.#room)
  }

  /** Whether packing tiles together lets all weights of the pass stay in the two banks. */
  get packingKeeps(): boolean {
    return this.#fills(0) > 2 && this.#fills(1) <= 2
  }

  /** The model of a way; undefined where the banks are too small. */
  of(choice: PassChoice, batch: number): WayModel | undefined {
    if (choice.order === 'layer') return this.#byLayer(choice, choice.resident, batch)
    if (choice.order === 'line')
      return this.#lines.of(choice, batch, this.#fills(Number(choice.dense) as 0 | 1))
    return choice.order === 'row' ? this.#byRows(choice, choice.most, batch) : undefined
  }

  #fills(dense: 0 | 1): number {
    let sum = 0
    for (const { fills } of this.layers) sum += fills[dense]
    return sum
  }

  #byLayer({ dense }: PassChoice, resident: number, batch: number): WayModel | undefined {
    const { layers } = this
    const end = layers.length - 1
    const together = Number(dense) as 0 | 1
    const once = this.#fills(together) <= 2
    let [firstSets, inWords, outWords] = [1, 0, 0]
    const rounds: LayerRound[] = []
    for (const [i, layer] of layers.entries()) {
      const { result, input, outWords: pixelWords } = layer.plan
      const pixels = result.width * result.height
      if (i < end && !this.#room.holds(resident * pixels * pixelWords)) return undefined
      const { count, lines, overlap } = this.#blocks(layer, resident, i === 0, i === end)
      if (!Number.isFinite(count)) return undefined
      const fills = layer.fills[together]
      const stays = fills <= 2
      if (end === 0 && count > 1 && !stays) return undefined
      const inputs = lines < result.height ? 1 : resident / count
      const sets = i === 0 && count > 1 ? Math.ceil(fills / 2) : 1
      const loads = once ? 0 : stays || sets > 1 ? 1 / count : 1
      rounds.push({ count, fills, amounts: layer.of(this.chip, inputs, result.width, lines, dense, loads) })
      if (i === 0) {
        firstSets = sets
        inWords = resident * input.width * input.height * overlap * layer.plan.inWords
      }
      outWords = resident * pixels * pixelWords
    }
    return new LayerWayModel(rounds, batch / resident, once, firstSets, inWords, outWords)
  }

  /** Blocks of a layer's results that fit the banks, lines of each, and how much more of the input they take together. */
  #blocks(
    layer: LayerModel,
    inputs: number,
    first: boolean,
    last: boolean,
  ): { count: number; lines: number; overlap: number } {
    const { input, result, inWords, outWords, axes } = layer.plan
    const room = this.#room
    const wordsOf = (lines: number) => {
      const at = lines < result.height ? 1 : 0
      const taken = first ? Math.min(input.height, inputSpan(axes.y, { first: at, count: lines }).count) : 0
      return Math.max(taken * input.width * inWords, last ? lines * result.width * outWords : 0)
    }
    const whole = wordsOf(result.height)
    if (room.holds(whole)) {
      const count = Math.ceil(inputs / Math.max(1, room.times(Math.max(1, whole), inputs)))
      return { count, lines: result.height, overlap: 1 }
    }
    for (let parts = 2; parts <= result.height; parts++) {
      const lines = Math.ceil(result.height / parts)
      if (!room.holds(wordsOf(lines))) continue
      const taken = inputSpan(axes.y, { first: 1, count: lines }).count
      const overlap = Math.max(1, (parts * taken) / input.height)
      return { count: inputs * parts, lines: result.height / parts, overlap }
    }
    // Columns are cut as well: rare, and left to counting
    const count = (inputs * result.height * wordsOf(1)) / room.words
    return { count, lines: 1, overlap: 2 }
  }

  #byRows({ dense }: PassChoice, most: number, batch: number): WayModel {
    const { rows, lanes, actBanks } = this.chip
    const [layer] = this.layers
    const { result, input, rowGroups, inWords, outWords } = layer.plan
    const fills = layer.fills[Number(dense)]
    const sets = Math.max(
      1,
      Math.min(Math.ceil(fills / 2), Math.ceil((rowGroups.length * Math.min(rows, lanes)) / lanes)),
    )
    const { count, lines, overlap } = this.#blocks(layer, Math.min(most, batch), true, false)
    const blocks = (count * batch) / Math.min(most, batch)
    const inputs = lines < result.height ? 1 : batch / blocks
    const kept = rowGroups.length / sets <= 1
    const stays = kept || fills <= 2 * sets
    return new RowWayModel(
      layer.of(this.chip, inputs, result.width, lines, dense, stays ? 1 / blocks : 1, kept),
      blocks,
      sets,
      fills,
      batch * input.width * input.height * overlap * inWords,
      batch * result.width * result.height * outWords,
      actBanks > 2,
    )
  }
}
