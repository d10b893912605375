import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { NO_BORDER } from './border.js'
import { Draft } from './draft.js'
import { WIDE_MIN } from './fixed-point.js'
import { fixedScale, formRanges } from './fixed-scale.js'
import type { Layout } from './layout.js'
import type { MapShape, Pool } from './network.js'
import { affineForm, plainForm, type RealForm } from './real-form.js'
import { joinRanges, largest, type RealRange } from './real-range.js'
import { readRealStep } from './real-step.js'
import { RealSum } from './real-sum.js'
import { refuse } from './refuse.js'
import { type BaseValue, drafts, type StepValue, type Value } from './value.js'
import { PROVISIONAL_UNIT, type WideRecord } from './wide-units.js'

/** The wide values of a network, while it is imported. */
export class WideValues {
  /** What is known of each, by tensor. */
  readonly records = new Map<string, WideRecord>()
  readonly #known = new Map<string, BaseValue>()
  readonly #ranges = new Map<BaseValue, RealRange>()

  /**
   * @param constants - of the graph
   * @param units - by tensor, as far as they have been chosen
   * @param add - takes the drafts that are made
   */
  constructor(
    readonly constants: ReadonlyMap<string, Tensor>,
    readonly units: ReadonlyMap<string, number>,
    readonly add: (draft: Draft) => void,
  ) {}

  /** Wide values that enter from the host. @param id - of the input */
  entering(id: string, value: Value, map: MapShape, range: RealRange): BaseValue {
    this.records.set(value.tensor, { most: largest(range), with: [] })
    return this.#register(value, [id], map, range)
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
    const { leaf, steps } = chainOf(node, value)
    let at: Value = leaf
    let form = this.#start(node, leaf)
    for (const step of steps) {
      const next = this.#extended(form, step) ?? this.#extended(this.#plain(this.#make(form, at)), step)
      if (next === undefined) throw refuse(node, 'the post unit cannot make its real map')
      form = next
      at = step
    }
    return this.#make(form, value)
  }

  /** Averages of windows. @param value - of the result */
  averaged(from: BaseValue, window: Omit<Pool, 'minimum'>, value: Value): BaseValue {
    const form = this.#plain(from)
    const pixels = window.width * window.height
    const pool = { ...window, minimum: new Uint8Array(form.gain.length) }
    return this.#make({ ...form, gain: form.gain.map((factor) => factor / pixels), window: pool }, value)
  }

  /** Channels of several wide maps, one after another. */
  joined(parts: readonly BaseValue[], value: Value): BaseValue {
    const known = this.#known.get(value.tensor)
    if (known !== undefined) return known
    const ranges = parts.map((part) => this.#ranges.get(part)!)
    const range = joinRanges(ranges)
    this.records.set(value.tensor, { most: largest(range), with: parts.map(({ tensor }) => tensor) })
    const channels = range.low.length
    return this.#register(value, parts.flatMap(wideIds), { ...value.area, channels }, range)
  }

  /** The form that a chain begins with. */
  #start(node: SourceNode, leaf: BaseValue): RealForm {
    if (leaf.draft instanceof Draft) return plainForm(leaf.draft)
    if (!(leaf.draft instanceof RealSum)) throw refuse(node, 'it needs real values of the input')
    const { a, b, subtracts } = leaf.draft
    const [first, second] = [this.#linear(a), this.#linear(b)]
    if (subtracts) {
      const main = second ?? this.#plain(this.of(node, b))
      return { ...negated(main), residual: this.of(node, a) }
    }
    const swap = !ofWeights(second) && (ofWeights(first) || second === undefined)
    const [main, summand, other] = swap ? [first, a, b] : [second, b, a]
    return { ...(main ?? this.#plain(this.of(node, summand))), residual: this.of(node, other) }
  }

  /** The value as factor and addend of one layer's sums; undefined when it is more, or wide already. */
  #linear(value: Value): RealForm | undefined {
    if (this.#known.has(value.tensor)) return undefined
    const leaf = leafOf(value)
    if (!(leaf?.draft instanceof Draft)) return undefined
    let form: RealForm | undefined = plainForm(leaf.draft)
    for (const step of chainSteps(value) ?? []) form = form && this.#extended(form, step)
    return form?.slope ? undefined : form
  }

  #plain(wide: BaseValue): RealForm {
    return plainForm(wide.draft as Draft)
  }

  #extended(form: RealForm, step: StepValue): RealForm | undefined {
    const read = readRealStep(step, this.constants)
    if (read.kind === 'affine') return affineForm(form, read.gain, read.bias)
    return form.slope ? undefined : { ...form, slope: read.slope }
  }

  /** The layer that makes a form, and what reads its result. */
  #make(form: RealForm, value: Value): BaseValue {
    const { source, residual, window } = form
    const ranges = {
      source: this.#rangeOf(source),
      residual: residual && this.#ranges.get(residual)!,
    }
    const { result, most } = formRanges(form, ranges.source, ranges.residual)
    this.records.set(value.tensor, { most, with: residual ? [residual.tensor] : [] })
    const { tensor, layout, area } = value
    const place = { tensor, places: placesOf(layout) }
    const ids = residual && wideIds(residual)
    const scale = fixedScale(form, this.unitOf(tensor), place, ids, ranges)
    const id = source.add({ pool: window, quantiser: undefined, scale })
    return this.#register(value, [id], { ...area, channels: form.gain.length }, result)
  }

  #rangeOf(source: Draft): RealRange | undefined {
    for (const [wide, range] of this.#ranges) if (wide.draft === source) return range
    return undefined
  }

  /** What reads wide values. */
  #register(value: Value, ids: readonly string[], map: MapShape, range: RealRange): BaseValue {
    const { tensor, layout, area } = value
    const draft = new Draft(`${tensor}/wide`, {
      ...{
        name: tensor,
        kind: 'wide',
        tensor,
        places: placesOf(layout),
        inputs: ids,
        input: map,
        output: map,
      },
      ...{ kernel: { width: 1, height: 1 }, stride: { x: 1, y: 1 }, dilation: { x: 1, y: 1 } },
      ...{ pad: NO_BORDER, padCodes: undefined, groups: 1, weights: new Int32Array(0) },
      inLevels: { unit: this.unitOf(tensor), first: WIDE_MIN, step: 1, count: 2 ** 16 },
      weightUnits: new Float64Array(map.channels).fill(1),
    })
    this.add(draft)
    const base: BaseValue = { kind: 'base', tensor, draft, layout, area }
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

/** Whether a value is made of real maps that are wide, or have to become so. */
export function isReal(value: Value): boolean {
  return drafts(value).some(
    (leaf) => leaf instanceof RealSum || (leaf instanceof Draft && leaf.body.kind === 'wide'),
  )
}

/** What a value with one leaf comes from. */
export function leafOf(value: Value): BaseValue | undefined {
  if (value.kind === 'base') return value
  if (value.kind !== 'step') return undefined
  return leafOf(value.operands.find((operand): operand is Value => operand !== undefined)!)
}

/** The steps behind a value's leaf, in order; undefined when there is more than steps. */
function chainSteps(value: Value): StepValue[] | undefined {
  if (value.kind === 'base') return []
  if (value.kind !== 'step') return undefined
  const before = chainSteps(value.operands.find((operand): operand is Value => operand !== undefined)!)
  return before && [...before, value]
}

function chainOf(node: SourceNode, value: Value): { leaf: BaseValue; steps: StepValue[] } {
  const leaf = leafOf(value)
  const steps = chainSteps(value)
  if (leaf === undefined || steps === undefined)
    throw refuse(node, 'its real map is moved, padded or pooled before it is added')
  return { leaf, steps }
}

function ofWeights(form: RealForm | undefined): boolean {
  return form !== undefined && form.source.body.kind !== 'wide'
}

function negated(form: RealForm): RealForm {
  return { ...form, gain: form.gain.map((value) => -value), bias: form.bias.map((value) => -value) }
}

function placesOf(layout: Layout): Int32Array | undefined {
  return layout.ids === undefined ? undefined : layout.positions()
}
