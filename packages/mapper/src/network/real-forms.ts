import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { Draft } from './draft.js'
import { formRanges } from './fixed-scale.js'
import { chainSteps, leafOf } from './real-chain.js'
import { affineForm, centredForm, plainForm, type RealForm } from './real-form.js'
import type { RealRange } from './real-range.js'
import { readRealStep } from './real-step.js'
import { leavesTable } from './real-values.js'
import { refuse } from './refuse.js'
import type { TableFunction } from './table-function.js'
import { type BaseValue, RealProduct, RealSum, type StepValue, type Value } from './value.js'
import { FULL } from './wide-units.js'

/** The wide values that forms are made of. */
export interface WideMaps {
  /** The wide values of a tensor; undefined when they are not made yet. */
  known(tensor: string): BaseValue | undefined
  /** The value as wide values. */
  of(node: SourceNode, value: Value): BaseValue
  /** What is added in the unit of the result. */
  summand(node: SourceNode, value: Value): BaseValue
  /** A wide value as it is. */
  plain(wide: BaseValue): RealForm
  /** Of the real values of a wide source. */
  rangeOf(source: Draft): RealRange | undefined
}

/** Finds forms in which the post unit makes real maps, as much as it can in each. */
export class RealForms {
  constructor(
    readonly wide: WideMaps,
    readonly constants: ReadonlyMap<string, Tensor>,
    /** Whether a tensor is read once. */
    readonly isReadOnce: (tensor: string) => boolean,
  ) {}

  /** The form that a chain begins with. */
  start(node: SourceNode, leaf: BaseValue): RealForm {
    const { draft } = leaf
    if (draft instanceof Draft) return plainForm(draft)
    if (draft instanceof RealProduct) return this.#product(node, draft)
    if (!(draft instanceof RealSum)) throw refuse(node, 'it needs real values of the input')
    return this.#accumulation(node, draft) ?? this.#sum(node, draft)
  }

  /** Sum of two real maps: one is added behind the factor and addend of the other. */
  #sum(node: SourceNode, { a, b, subtracts }: RealSum): RealForm {
    const [first, second] = [this.#linear(a), this.#linear(b)]
    if (subtracts) {
      const main = second ?? this.wide.plain(this.wide.of(node, b))
      return { ...negated(main), residual: this.wide.summand(node, a) }
    }
    const swap = (!ofWeights(second) && (ofWeights(first) || second === undefined)) || this.#isFraction(a)
    const [main, summand, other] = swap ? [first, a, b] : [second, b, a]
    return {
      ...(main ?? this.wide.plain(this.wide.of(node, summand))),
      residual: this.wide.summand(node, other),
    }
  }

  /** Sum of a product and of what nothing else reads: it is added where the product is made. */
  #accumulation(node: SourceNode, { a, b, subtracts }: RealSum): RealForm | undefined {
    const orders = subtracts
      ? [[b, a]]
      : [
          [b, a],
          [a, b],
        ]
    for (const [product, other] of orders) {
      if (product.kind !== 'base' || !(product.draft instanceof RealProduct)) continue
      if (this.wide.known(product.tensor) || !this.isReadOnce(other.tensor)) continue
      const form = this.#product(node, product.draft)
      if (form.function || form.offset || this.#isFraction(other)) continue
      const accumulate = this.wide.of(node, other)
      if (!accumulate.fraction) return { ...(subtracts ? negated(form) : form), accumulate }
    }
    return undefined
  }

  /** Product of a real map and a gate. */
  #product(node: SourceNode, { a, b }: RealProduct): RealForm {
    const swap = leavesTable(a) && (!leavesTable(b) || this.#linear(b, true)?.function !== undefined)
    const [value, factor] = swap ? [b, a] : [a, b]
    const gate = this.wide.of(node, factor)
    if (!gate.fraction)
      throw refuse(node, 'it multiplies two real maps, neither of which is a gate in 1/32768')
    const main = this.#linear(value, true)
    return { ...(main && !main.offset ? main : this.wide.plain(this.wide.of(node, value))), gate }
  }

  #isFraction(value: Value): boolean {
    return (this.wide.known(value.tensor) ?? (value as BaseValue)).fraction === true
  }

  /**
   * The value as factor and addend of one layer's sums; undefined when it is more, or wide already.
   *
   * @param bends - slopes and functions of the table may follow
   */
  #linear(value: Value, bends = false): RealForm | undefined {
    if (this.wide.known(value.tensor)) return undefined
    const leaf = leafOf(value)
    if (!(leaf?.draft instanceof Draft)) return undefined
    let form: RealForm | undefined = plainForm(leaf.draft)
    for (const step of chainSteps(value) ?? []) form = form && this.extended(form, step)
    return !bends && (form?.slope || form?.function) ? undefined : form
  }

  /** The form with another step behind it; undefined when it does not take it. */
  extended(form: RealForm, step: StepValue): RealForm | undefined {
    const read = readRealStep(step, this.constants)
    if (read.kind === 'affine') return affineForm(form, read.gain, read.bias)
    const { slope, function: table, gate, accumulate } = form
    if (slope || table || gate || accumulate) return undefined
    if (read.kind === 'slope') return { ...form, slope: read.slope }
    return this.#reaches(form, read.function) ? { ...form, function: read.function } : undefined
  }

  /** Whether a form can be made in the unit of a function's argument: nothing saturates, or the last step alone. */
  #reaches(form: RealForm, { argumentUnit }: TableFunction): boolean {
    if (form.residual || form.window) return false
    const source = this.wide.rangeOf(form.source)
    const { most } = formRanges(form, { source })
    return most <= FULL * argumentUnit || centredForm(form, source).bias.every((value) => value === 0)
  }
}

function ofWeights(form: RealForm | undefined): boolean {
  return form !== undefined && form.source.body.kind !== 'wide'
}

function negated(form: RealForm): RealForm {
  return { ...form, gain: form.gain.map((value) => -value), bias: form.bias.map((value) => -value) }
}
