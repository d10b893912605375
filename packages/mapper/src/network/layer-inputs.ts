import { UnsupportedError } from '../errors.js'
import type { SourceNode } from '../graph/source-graph.js'
import { ChannelFunction } from './channel-function.js'
import type { Draft } from './draft.js'
import { InputReader } from './element-codes.js'
import type { GraphState } from './graph-state.js'
import { exchanged } from './ground.js'
import { hostReason } from './import-head.js'
import { inputValueOf, numbered } from './import-stem.js'
import { type HostMade, InputSource } from './input-source.js'
import { isUnmade, leafOf } from './real-chain.js'
import { fallsBelowZero } from './real-step.js'
import { refuse } from './refuse.js'
import { cutPoint, type Settled, settle } from './settle.js'
import { settleInput } from './settle-input.js'
import { drafts, type Value } from './value.js'
import { windowDraft } from './window-draft.js'

/** Finds what a layer reads: codes that the chip makes, or that the host hands over. */
export class LayerInputs {
  /** Maps that the host makes for the chip, by tensor. */
  readonly #byHost = new Map<string, Value>()
  /** Layers that copy the input, by the tensor that they copy. */
  readonly #copies = new Map<string, Value>()
  readonly #reader: InputReader

  constructor(
    readonly read: GraphState,
    /** What a node makes of other operands than its own. */
    readonly again: (node: SourceNode, operands: readonly (Value | undefined)[]) => Value,
  ) {
    this.#reader = new InputReader(read.constants)
  }

  /** Codes of a value: made on the chip, where it can make them, else by the host. */
  settle(node: SourceNode, value: Value, flat = false): Settled {
    const refuseHere = (reason: string) => refuse(node, reason)
    const [source] = drafts(value)
    if (source instanceof InputSource) {
      const settled = settleInput(source, value, this.#reader, flat, refuseHere)
      this.#enter(source)
      return settled
    }
    try {
      const settled = settle(this.grounded(node, value), this.read.constants, refuseHere)
      const { levels } = this.read.placement
      if (settled.levels.count <= levels) return settled
      throw refuseHere(`its input has ${settled.levels.count} levels, the post unit makes at most ${levels}`)
    } catch (error) {
      const cut = error instanceof UnsupportedError ? this.#cut(value, error) : undefined
      if (cut === undefined) throw error
      return this.settle(node, cut, flat)
    }
  }

  /** A map that the host makes, should a layer read it. */
  made(tensor: string, made: HostMade): Value {
    const known = this.#byHost.get(tensor)
    if (known !== undefined) return known
    const shape = this.read.folded.shapes.get(tensor)!
    const value = {
      ...inputValueOf(new InputSource(tensor, shape, this.read.graphInput, made)),
      levels: made.values,
    }
    this.#byHost.set(tensor, value)
    return value
  }

  /** A layer reads what enters: the graph's input, or what the host makes. */
  #enter(entering: InputSource): void {
    if (this.read.parts.segments.some(({ source }) => source === entering)) return
    this.read.parts.add(entering, entering.made?.reason ?? 'bytes become planes')
  }

  /** The value with its last quantiser, or what is moved behind it, on the host; undefined where its values are many. */
  #cut(value: Value, fault: UnsupportedError): Value | undefined {
    const isKnown = (tensor: string) => this.read.folded.shapes.has(tensor)
    const at = cutPoint(value, isKnown)
    if (!isKnown(at.tensor)) return undefined
    const lists = new ChannelFunction(at, this.read.constants).levels()
    const values = lists && numbered(lists.flat())
    if (values === undefined) return undefined
    const reason = hostReason(fault.nodes)
    return this.#behind(value.tensor, at.tensor, this.made(at.tensor, { values, reason, ofInput: false }))
  }

  /** What the nodes behind a tensor make of another value of it. */
  #behind(tensor: string, from: string, value: Value): Value {
    if (tensor === from) return value
    const node = this.read.makers.get(tensor)!
    const operands = node.inputs.map((name) =>
      this.read.values.has(name) ? this.#behind(name, from, value) : undefined,
    )
    return this.again(node, operands)
  }

  /** The value without sums that no layer makes, and without functions that are not monotone: those become wide values. */
  grounded(node: SourceNode, value: Value): Value {
    return exchanged(value, (part) => {
      const bent = leafOf(part) !== undefined && !this.#isMonotone(part)
      const isSum = part.kind === 'base' && isUnmade(part.draft)
      return bent || isSum ? this.read.wide.of(node, part) : undefined
    })
  }

  /** Whether a step rises, or falls, everywhere; one with a slope below 0 does not. */
  #isMonotone(value: Value): boolean {
    return value.kind !== 'step' || !fallsBelowZero(value, this.read.constants)
  }

  /** What the host pools of a map that it hands over, where the chip cannot hold the layer that would. */
  pooledByHost(node: SourceNode, from: Value): Value | undefined {
    const reason = this.read.placement.tooLarge.get(`${from.tensor}/copy`)
    const lists = reason === undefined ? undefined : new ChannelFunction(from, this.read.constants).levels()
    const values = lists && numbered(lists.flat())
    if (reason === undefined || values === undefined) return undefined
    const [source] = drafts(from)
    const ofInput = source instanceof InputSource && source.ofInput
    return this.made(node.outputs[0], { values, reason, ofInput })
  }

  /** A layer of single pixels that copies codes of the input, so that they can be pooled or joined. */
  copied(node: SourceNode, from: Value): Value {
    const known = this.#copies.get(from.tensor)
    if (known !== undefined) return known
    const identity = { ...node, operator: 'Identity' }
    const { sums } = windowDraft(identity, this.settle(node, from), `${from.tensor}/copy`)
    this.read.drafts.push(sums.draft as Draft)
    this.#copies.set(from.tensor, sums)
    return sums
  }
}
