import type { UnsupportedError } from '../errors.js'
import type { SourceNode } from '../graph/source-graph.js'
import { elementCount, scalar } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { isInput, joinValue, movedValue, padValue, poolValue, stepValue } from './build-value.js'
import { ChannelFunction } from './channel-function.js'
import type { Draft } from './draft.js'
import type { GraphState } from './graph-state.js'
import { LayerInputs } from './layer-inputs.js'
import { linearDraft } from './linear-draft.js'
import { type LinearWeights, linearWeights } from './linear-weights.js'
import { isReal } from './real-chain.js'
import { isGating, realAverage, realProduct, realSum } from './real-values.js'
import { refuse } from './refuse.js'
import { isSum, operandsJoined, sumDraft } from './sum-draft.js'
import type { Value } from './value.js'
import { NO_WIDE } from './wide-values.js'
import { windowDraft } from './window-draft.js'

/** Finds what nodes make on the chip: layers, and functions of their results. */
export class ChipValues {
  readonly inputs: LayerInputs

  constructor(
    readonly read: GraphState,
    /** Of nodes that have been read before. */
    readonly weights: Map<SourceNode, LinearWeights>,
    /** Averages that are added to other maps. */
    readonly averages: ReadonlySet<string>,
  ) {
    this.inputs = new LayerInputs(read, (node, operands) => this.of(node, operands))
  }

  /** What a node that is no layer makes of values of the chip. @throws UnsupportedError */
  of(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const operator = findOperator(node)
    const [from] = operands
    const kind = typeof operator === 'string' ? 'host' : operator.kind
    if (isSum(node, operands)) return this.#sum(node, operands as Value[])
    if (isGating(node, operands) && !this.read.placement.wide) throw refuse(node, NO_WIDE)
    if (isGating(node, operands)) return realProduct(node, operands as Value[])
    if (kind === 'monotone' || kind === 'quantiser') return stepValue(node, operands, this.read.folded)
    if (kind === 'join' && operands.some((part) => part && isReal(part)))
      return this.#wideJoin(node, operands)
    if (kind === 'join') {
      const parts = operands.map((part) => (part && isInput(part) ? this.inputs.copied(node, part) : part))
      return joinValue(node, parts, this.read.folded)
    }
    if (from === undefined || operands.some((operand, i) => operand && i > 0)) {
      throw refuse(node, 'an operand that must be constant is computed')
    }
    const map = kind === 'average' ? from : this.inputs.grounded(node, from)
    switch (kind) {
      case 'move':
        return movedValue(node, map, this.read.folded)
      case 'pad':
        return padValue(node, map, this.read.folded)
      case 'pool':
        return (
          this.inputs.pooledByHost(node, map) ??
          poolValue(node, isInput(map) ? this.inputs.copied(node, map) : map, this.read.folded)
        )
      case 'average':
        return this.#average(node, from)
      default:
        throw refuse(node, 'it is no layer, and no function of each element, so it has no place on the chip')
    }
  }

  /** A layer; one with real weights, or with inputs that are not quantised, is left to the host. */
  layer(
    node: SourceNode,
    operands: readonly (Value | undefined)[],
    reasons: UnsupportedError['nodes'],
  ): Value {
    const weights =
      this.weights.get(node) ?? linearWeights(node, { ...this.read.folded, constants: this.read.constants })
    this.weights.set(node, weights)
    const shape = this.read.folded.shapes.get(node.outputs[0])!
    if (reasons.length > 0) throw refuse(node, 'its input is a real map of the host')
    this.#checkRoom(node, node.outputs[0])
    const flat = node.operator === 'MatMul' && elementCount(shape) === weights.tensor.shape[1]
    const settled = this.inputs.settle(node, operands[0]!, flat)
    const base = linearDraft(node, settled, weights, shape)
    this.read.drafts.push(base.draft as Draft)
    return base
  }

  /** @throws UnsupportedError where the chip cannot hold the layer that makes these sums */
  #checkRoom(node: SourceNode, sums: string): void {
    const why = this.read.placement.tooLarge.get(sums)
    if (why !== undefined) throw refuse(node, why)
  }

  /** A layer that adds two maps of codes, or the sum of two real maps. */
  #sum(node: SourceNode, operands: readonly Value[]): Value {
    const quantised = operands.every(
      (part) => isInput(part) || new ChannelFunction(part, this.read.constants).levels() !== undefined,
    )
    if (!quantised && !this.read.placement.wide) throw refuse(node, NO_WIDE)
    if (!quantised) return realSum(node, operands)
    this.#checkRoom(node, node.outputs[0])
    const [a, b] = operands.map((part) => (isInput(part) ? this.inputs.copied(node, part) : part))
    const base = sumDraft(node, this.inputs.settle(node, operandsJoined(node, a, b)))
    this.read.drafts.push(base.draft as Draft)
    return base
  }

  /** Channels of real maps, one after another. */
  #wideJoin(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const value = joinValue(node, operands, this.read.folded)
    const parts = operands.map((part) => this.read.wide.of(node, part!))
    return this.read.wide.joined(node, parts, value)
  }

  /** A layer that sums windows, and the division by their size. */
  #average(node: SourceNode, from: Value): Value {
    if (isReal(from) || this.averages.has(node.outputs[0])) {
      const wide = this.read.wide.of(node, from)
      const { window, value } = realAverage(node, wide, this.read.folded)
      return this.read.wide.averaged(wide, window, value)
    }
    const [result] = node.outputs
    const tensor = `${result}/sum`
    this.#checkRoom(node, tensor)
    const { sums, count } = windowDraft(node, this.inputs.settle(node, from), tensor)
    this.read.drafts.push(sums.draft as Draft)
    const size = `${result}/count`
    this.read.constants.set(size, scalar(count))
    const divide: SourceNode = {
      ...node,
      operator: 'Div',
      inputs: [sums.tensor, size],
      attributes: new Map(),
    }
    this.read.makers.set(result, divide)
    const folded = { ...this.read.folded, shapes: new Map([[result, sums.layout.shape]]) }
    return stepValue(divide, [sums, undefined], folded)
  }
}
