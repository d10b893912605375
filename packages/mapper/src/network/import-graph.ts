import { OnnxFormatError, UnsupportedError } from '../errors.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import { normalise } from '../graph/normalise.js'
import { nodeLabel, type SourceGraph, type SourceNode } from '../graph/source-graph.js'
import { elementCount, scalar, type Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { isInput, joinValue, movedValue, padValue, poolValue, stepValue } from './build-value.js'
import type { Draft } from './draft.js'
import { BEHIND_HOST, FatalError, type HostValue, hostReasons, isOfInput } from './host-value.js'
import { hostReason, importHead } from './import-head.js'
import { importStem, inputValueOf } from './import-stem.js'
import { guessInputScale } from './input-code.js'
import { InputSource } from './input-source.js'
import { linearDraft, linearWeights } from './linear-draft.js'
import { neededLayers, neededNodes } from './needed.js'
import type { InputScale, Network } from './network.js'
import { refuse } from './refuse.js'
import { type Settled, settle } from './settle.js'
import { isSum, operandsJoined, sumDraft } from './sum-draft.js'
import type { Value } from './value.js'
import { windowDraft } from './window-draft.js'

/** Turns a source graph into a network of exact integer layers. */
export function importGraph(source: SourceGraph, inputScale?: InputScale): Network {
  return new GraphImport(source, inputScale).network()
}

/** Walks the nodes in evaluation order and finds what each computed tensor is in terms of layers. */
class GraphImport {
  readonly folded: FoldedGraph
  readonly constants: Map<string, Tensor>
  /** Where the chip's input comes from: the graph's input, or the stem that takes its place. */
  input: InputSource
  readonly values = new Map<string, Value | HostValue>()
  readonly drafts: Draft[] = []
  /** Layers that copy the input, by the tensor that they copy. */
  readonly copies = new Map<string, Value>()
  /** The node that makes each computed tensor, with those that the import put in place of others. */
  readonly makers = new Map<string, SourceNode>()

  constructor(
    readonly source: SourceGraph,
    inputScale: InputScale | undefined,
  ) {
    this.folded = normalise(source)
    this.constants = new Map(this.folded.constants)
    const { name, shape } = source.input
    const scale = inputScale ?? guessInputScale(source, this.constants)
    this.input = new InputSource(name, shape, { shape, scale })
    this.values.set(name, inputValueOf(this.input))
  }

  network(): Network {
    const { source } = this
    for (const node of neededNodes(source, this.folded)) this.#add(node)
    const { root, head, classes } = importHead(
      source,
      this.values,
      this.makers,
      this.folded.shapes,
      this.constants,
    )
    root.add({ pool: undefined, quantiser: undefined })
    const layers = neededLayers(this.drafts.flatMap((draft) => draft.layers()))
    const { input } = this.input
    if (input === undefined) throw new OnnxFormatError(source.name, 'the graph has no layer with weights')
    return { name: source.name, source, input, stem: this.input.stem, layers, classes, head }
  }

  #add(node: SourceNode): void {
    for (const output of node.outputs) this.makers.set(output, node)
    const value = this.#value(node)
    for (const output of node.outputs) this.values.set(output, value)
  }

  #value(node: SourceNode): Value | HostValue {
    const operands = node.inputs.map((name) => this.values.get(name))
    const [tensor] = node.outputs
    const reasons = hostReasons(node, operands)
    const ofInput = operands.every((operand) => operand === undefined || isOfInput(operand))
    try {
      const own = operands as (Value | undefined)[]
      const operator = findOperator(node)
      const kind = typeof operator === 'string' ? 'host' : operator.kind
      if (kind === 'linear') return this.#linear(node, own, reasons, ofInput)
      if (reasons.length === 0) return this.#chipValue(node, own)
      const stem = kind === 'quantiser' && ofInput ? this.#stem(node, operands, reasons) : undefined
      return stem ?? { kind: 'host', tensor, ofInput, reason: new UnsupportedError(reasons) }
    } catch (error) {
      if (!(error instanceof UnsupportedError) || error instanceof FatalError) throw error
      return { kind: 'host', tensor, ofInput, reason: new UnsupportedError([...reasons, ...error.nodes]) }
    }
  }

  /** The first quantiser behind layers that only the host can run: its result enters the chip. */
  #stem(
    node: SourceNode,
    operands: readonly (Value | HostValue | undefined)[],
    reasons: UnsupportedError['nodes'],
  ): Value | undefined {
    const { source, input, constants, makers, folded } = this
    const several = operands.filter((operand) => operand !== undefined).length > 1
    if (several || input.input !== undefined || input.stem !== undefined) return undefined
    const stem = importStem(node, source, input.graphInput, { makers, constants }, hostReason(reasons))
    if (stem === undefined) return undefined
    const [tensor] = node.outputs
    this.input = new InputSource(tensor, folded.shapes.get(tensor)!, input.graphInput, stem)
    return { ...inputValueOf(this.input), levels: stem.values }
  }

  #chipValue(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const operator = findOperator(node)
    const [from] = operands
    const kind = typeof operator === 'string' ? 'host' : operator.kind
    if (isSum(node, operands)) return this.#sum(node, operands)
    if (kind === 'monotone' || kind === 'quantiser') return stepValue(node, operands, this.folded)
    if (kind === 'join') {
      const parts = operands.map((part) => (part && isInput(part) ? this.#copied(node, part) : part))
      return joinValue(node, parts, this.folded)
    }
    if (from === undefined || operands.some((operand, i) => operand && i > 0)) {
      throw refuse(node, 'an operand that must be constant is computed')
    }
    switch (kind) {
      case 'move':
        return movedValue(node, from, this.folded)
      case 'pad':
        return padValue(node, from, this.folded)
      case 'pool':
        return poolValue(node, isInput(from) ? this.#copied(node, from) : from, this.folded)
      case 'average':
        return this.#average(node, from)
      default:
        throw refuse(node, 'it is no layer, and no function of each element, so it has no place on the chip')
    }
  }

  /** A layer; one with integer weights must run on the chip, one with real weights is left to the host. */
  #linear(
    node: SourceNode,
    operands: readonly (Value | undefined)[],
    reasons: UnsupportedError['nodes'],
    ofInput: boolean,
  ): Value {
    const weights = linearWeights(node, { ...this.folded, constants: this.constants })
    const shape = this.folded.shapes.get(node.outputs[0])!
    try {
      if (reasons.length > 0)
        throw new UnsupportedError([...reasons, { node: nodeLabel(node), reason: BEHIND_HOST }])
      const flat = node.operator === 'MatMul' && elementCount(shape) === weights.tensor.shape[1]
      const settled = this.#settle(node, operands[0]!, flat)
      const base = linearDraft(node, settled, weights, shape)
      this.drafts.push(base.draft as Draft)
      return base
    } catch (error) {
      // in front of the first layer on the chip, the host can run it
      throw error instanceof UnsupportedError && !ofInput ? new FatalError(error.nodes) : error
    }
  }

  #settle(node: SourceNode, value: Value, flat = false): Settled {
    const refuseHere = (reason: string) => refuse(node, reason)
    if (isInput(value)) return this.input.settle(value, this.constants, flat, refuseHere)
    return settle(value, this.constants, refuseHere)
  }

  /** A layer of single pixels that copies codes of the input, so that they can be pooled or joined. */
  #copied(node: SourceNode, from: Value): Value {
    const known = this.copies.get(from.tensor)
    if (known !== undefined) return known
    const identity = { ...node, operator: 'Identity' }
    const { sums } = windowDraft(identity, this.#settle(node, from), `${from.tensor}/copy`)
    this.drafts.push(sums.draft as Draft)
    this.copies.set(from.tensor, sums)
    return sums
  }

  /** A layer that adds two maps of codes. */
  #sum(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const [a, b] = operands.map((part) => (part && isInput(part) ? this.#copied(node, part) : part))
    const base = sumDraft(node, this.#settle(node, operandsJoined(node, a!, b!)))
    this.drafts.push(base.draft as Draft)
    return base
  }

  /** A layer that sums windows, and the division by their size. */
  #average(node: SourceNode, from: Value): Value {
    const [result] = node.outputs
    const { sums, count } = windowDraft(node, this.#settle(node, from), `${result}/sum`)
    this.drafts.push(sums.draft as Draft)
    const size = `${result}/count`
    this.constants.set(size, scalar(count))
    const divide: SourceNode = {
      ...node,
      operator: 'Div',
      inputs: [sums.tensor, size],
      attributes: new Map(),
    }
    this.makers.set(result, divide)
    const folded = { ...this.folded, shapes: new Map([[result, sums.layout.shape]]) }
    return stepValue(divide, [sums, undefined], folded)
  }
}
