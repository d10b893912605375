import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { Draft } from './draft.js'
import { fixedScale, formRanges } from './fixed-scale.js'
import type { Pool } from './layer.js'
import type { Layout } from './layout.js'
import type { MapShape } from './map-shape.js'
import { chainOf } from './real-chain.js'
import { plainForm, type RealForm } from './real-form.js'
import { RealForms } from './real-forms.js'
import { joinRanges, largest, type RealRange } from './real-range.js'
import { refuse } from './refuse.js'
import { FRACTION } from './table-function.js'
import type { BaseValue, Value } from './value.js'
import { RESCALED, wideDraft } from './wide-draft.js'
import { PROVISIONAL_UNIT, type WideRecord } from './wide-units.js'

/** Why real maps stay on the host. */
export const NO_WIDE = 'it makes a real map, and the host keeps all of those'

/** The wide values of a network, while it is imported. */
export class WideValues {
  /** What is known of each, by tensor. */
  readonly records = new Map<string, WideRecord>()
  readonly #forms: RealForms
  readonly #known = new Map<string, BaseValue>()
  readonly #ranges = new Map<BaseValue, RealRange>()
  /** Rounding of copies that the source does not have. */
  readonly #copyErrors = new Map<BaseValue, number>()

  /**
   * @param constants - of the graph
   * @param units - by tensor, as far as they have been chosen
   * @param allowed - false: real maps stay on the host
   * @param add - takes the drafts that are made
   * @param isReadOnce - whether a tensor has one reader
   */
  constructor(
    readonly constants: ReadonlyMap<string, Tensor>,
    readonly units: ReadonlyMap<string, number>,
    readonly allowed: boolean,
    readonly add: (draft: Draft) => void,
    isReadOnce: (tensor: string) => boolean,
  ) {
    this.#forms = new RealForms(this, constants, isReadOnce)
  }

  /** Wide values that enter from the host. @param id - of the input */
  entering(id: string, value: Value, map: MapShape, range: RealRange): BaseValue {
    this.records.set(value.tensor, { most: largest(range), with: [] })
    return this.#register(value, [id], map, range)
  }

  /** The wide values of a tensor; undefined when they are not made yet. */
  known(tensor: string): BaseValue | undefined {
    return this.#known.get(tensor)
  }

  /** Unit of the wide values of a tensor. */
  unitOf(tensor: string): number {
    return this.units.get(tensor) ?? PROVISIONAL_UNIT
  }

  /**
   * The value as wide values.
   *
   * @throws UnsupportedError when the post unit cannot make it
   */
  of(node: SourceNode, value: Value): BaseValue {
    const known = this.#known.get(value.tensor)
    if (known !== undefined) return known
    if (value.kind === 'base' && isWide(value)) return value
    if (!this.allowed) throw refuse(node, NO_WIDE)
    const { leaf, steps } = chainOf(node, value)
    let at: Value = leaf
    let form = this.#forms.start(node, leaf)
    for (const step of steps) {
      const next =
        this.#forms.extended(form, step) ?? this.#forms.extended(this.plain(this.#make(form, at)), step)
      if (next === undefined) throw refuse(node, 'the post unit cannot make its real map')
      form = next
      at = step
    }
    return this.#make(form, value)
  }

  /** Averages of windows. @param value - of the result */
  averaged(from: BaseValue, window: Omit<Pool, 'minimum'>, value: Value): BaseValue {
    const form = this.plain(from)
    const pixels = window.width * window.height
    const pool = { ...window, minimum: new Uint8Array(form.gain.length) }
    return this.#make({ ...form, gain: form.gain.map((factor) => factor / pixels), window: pool }, value)
  }

  /** Channels of several wide maps, one after another. */
  joined(node: SourceNode, parts: readonly BaseValue[], value: Value): BaseValue {
    const known = this.#known.get(value.tensor)
    if (known !== undefined) return known
    const ranges = parts.map((part) => this.#ranges.get(part)!)
    const range = joinRanges(ranges)
    const fraction = parts.every((part) => part.fraction === true)
    if (!fraction && parts.some((part) => part.fraction === true))
      throw refuse(node, 'it joins functions of the table, which are in 1/32768, and other real maps')
    const unit = fraction ? FRACTION : undefined
    this.records.set(value.tensor, { most: largest(range), with: parts.map(({ tensor }) => tensor), unit })
    const channels = range.low.length
    return this.#register(value, parts.flatMap(wideIds), { ...value.area, channels }, range, fraction)
  }

  /** What is added in the unit of the result; values in 1/32768 have no room for a sum, so it is a copy in another unit. */
  summand(node: SourceNode, value: Value): BaseValue {
    const wide = this.of(node, value)
    if (!wide.fraction) return wide
    const tensor = value.tensor + RESCALED
    const copy = this.#known.get(tensor) ?? this.#make(this.plain(wide), { ...wide, tensor })
    this.#copyErrors.set(copy, Math.max(this.unitOf(tensor), FRACTION) / 2)
    return copy
  }

  /** A wide value as it is. */
  plain(wide: BaseValue): RealForm {
    return plainForm(wide.draft as Draft)
  }

  /** The layer that makes a form, and what reads its result. */
  #make(form: RealForm, value: Value): BaseValue {
    const { source, residual, gate, accumulate, window } = form
    const rangeOf = (read: BaseValue | undefined) => read && this.#ranges.get(read)!
    const ranges = {
      ...{ source: this.rangeOf(source), residual: rangeOf(residual) },
      ...{ gate: rangeOf(gate), accumulate: rangeOf(accumulate) },
      ...(residual && { residualError: this.#copyErrors.get(residual) ?? 0 }),
    }
    const { result, most } = formRanges(form, ranges)
    const summands = [residual, accumulate].filter((read) => read !== undefined)
    const { tensor, layout, area } = value
    const fraction = form.function !== undefined || this.#isComplement(form)
    const unit = fraction ? FRACTION : undefined
    this.records.set(tensor, { most, with: summands.map((read) => read.tensor), unit })
    const place = { tensor, places: placesOf(layout) }
    const factor = residual ?? gate
    const ids = { residual: factor && wideIds(factor), accumulate: accumulate && wideIds(accumulate) }
    const scale = fixedScale(form, unit ?? this.unitOf(tensor), place, ids, ranges)
    const id = source.add({ pool: window, quantiser: undefined, scale })
    const map = { ...area, channels: form.gain.length }
    return this.#register(value, [id], map, result, fraction)
  }

  /** Whether a form is 1 − x of a sigmoid x. */
  #isComplement({ source, gain, bias, gate, slope }: RealForm): boolean {
    const of = this.#wideOf(source)
    const complement = gain.every((value) => value === -1) && bias.every((value) => value === 1)
    const isSigmoid = of?.fraction === true && this.#ranges.get(of)!.low.every((value) => value >= 0)
    return isSigmoid && complement && !gate && !slope
  }

  #wideOf(source: Draft): BaseValue | undefined {
    for (const wide of this.#ranges.keys()) if (wide.draft === source) return wide
    return undefined
  }

  /** Of the real values of a wide source. */
  rangeOf(source: Draft): RealRange | undefined {
    const wide = this.#wideOf(source)
    return wide && this.#ranges.get(wide)
  }

  /** What reads wide values. */
  #register(
    value: Value,
    ids: readonly string[],
    map: MapShape,
    range: RealRange,
    fraction = false,
  ): BaseValue {
    const { tensor, layout, area } = value
    const unit = fraction ? FRACTION : this.unitOf(tensor)
    const draft = wideDraft(tensor, { places: placesOf(layout), inputs: ids, map, unit })
    this.add(draft)
    const base: BaseValue = { kind: 'base', tensor, draft, layout, area, fraction }
    this.#known.set(tensor, base)
    this.#ranges.set(base, range)
    return base
  }
}

/** Ids of the layers whose results a wide value is. */
function wideIds({ draft }: BaseValue): readonly string[] {
  return (draft as Draft).body.inputs
}

function isWide({ draft }: BaseValue): boolean {
  return draft instanceof Draft && draft.body.kind === 'wide'
}

function placesOf(layout: Layout): Int32Array | undefined {
  return layout.ids === undefined ? undefined : layout.positions()
}
