import type { UnsupportedNode } from '../errors.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { Draft } from './draft.js'
import { handedCodes } from './handed-codes.js'
import { type HostInput, packHostNodes } from './host-graph.js'
import type { HostSegment, SegmentInput, SegmentResult } from './host-segment.js'
import type { HostValue } from './host-value.js'
import { entryValues } from './input-code.js'
import type { InputSource } from './input-source.js'
import type { HostPart, SegmentDraft } from './segment-draft.js'
import type { Stem } from './stem.js'
import { drafts, type Value } from './value.js'

/** Finds which nodes the host runs in front of, between and behind layers, and who computes what for whom. */
export class HostParts {
  /** In the order in which they can run. */
  readonly segments: SegmentDraft[] = []
  /** Why nodes are left to the host. */
  readonly refusals: UnsupportedNode[] = []
  readonly #stemKeeps = new Set<string>()
  /** Of sums that the source has no tensor for. */
  readonly #sumShapes = new Map<string, readonly number[]>()
  /** Tensors that the host has at some time: of a segment, or of the stem or the graph's input. */
  readonly #held = new Map<string, SegmentDraft | 'stem' | 'input'>()

  constructor(
    readonly source: SourceGraph,
    readonly values: ReadonlyMap<string, Value | HostValue>,
    readonly makers: ReadonlyMap<string, SourceNode>,
    readonly shapes: ReadonlyMap<string, readonly number[]>,
    readonly constants: ReadonlyMap<string, Tensor>,
    /** Levels of codes that the post unit makes at most. */
    readonly levelsMax: number,
  ) {
    this.#held.set(source.input.name, 'input')
  }

  /** Takes the tensors that the stem computes. */
  addStem(nodes: readonly SourceNode[]): void {
    for (const { outputs } of nodes) for (const name of outputs) this.#held.set(name, 'stem')
  }

  /** The stem with what it keeps. */
  finishStem(stem: Stem | undefined): Stem | undefined {
    return stem && this.#stemKeeps.size > 0 ? { ...stem, keeps: [...this.#stemKeeps] } : stem
  }

  /** The segment whose result a source is. */
  add(source: InputSource, reason: string): void {
    const { id, tensor } = source
    this.#add({ id, reason, source, ...this.gather(tensor, true) })
  }

  /** A segment that takes sums from the chip and keeps them. */
  addKeeping(id: string, reason: string, inputs: readonly SegmentInput[]): void {
    this.#add({ id, reason, source: undefined, nodes: [], inputs, roots: [], needs: [] })
    for (const { tensor } of inputs) this.keep(tensor)
  }

  #add(part: HostPart & Pick<SegmentDraft, 'id' | 'reason' | 'source'>): void {
    const behind = part.needs.flatMap((name) => this.keep(name) ?? [])
    const segment: SegmentDraft = { ...part, keeps: new Set(), behind }
    this.segments.push(segment)
    const own = [...part.nodes.flatMap(({ outputs }) => outputs), ...part.inputs.map(({ tensor }) => tensor)]
    for (const name of own) this.#held.set(name, segment)
  }

  /** Has the part of the host that computes a tensor keep it. @returns the segment, where it is one */
  keep(tensor: string): SegmentDraft | undefined {
    const owner = this.#held.get(tensor)
    if (owner === 'stem') this.#stemKeeps.add(tensor)
    if (owner === undefined || typeof owner === 'string') return undefined
    owner.keeps.add(tensor)
    return owner
  }

  /**
   * What the host computes to get a tensor: back to results of the chip, and to what it has.
   *
   * @param codes - results may be codes, where the chip can make them; else only sums
   */
  gather(target: string, codes: boolean): HostPart {
    const nodes: SourceNode[] = []
    const inputs: SegmentInput[] = []
    const roots: Draft[] = []
    const needs: string[] = []
    const sums = new Map<string, Draft>()
    const seen = new Set<string>()
    const visit = (tensor: string): void => {
      if (seen.has(tensor) || this.constants.has(tensor)) return
      seen.add(tensor)
      const value = this.values.get(tensor)
      if (this.#held.has(tensor)) {
        needs.push(tensor)
        return
      }
      if (value !== undefined && value.kind !== 'host') {
        for (const draft of drafts(value)) if (draft instanceof Draft) sums.set(draft.body.tensor, draft)
        const handed = codes ? handedCodes(value, this) : undefined
        if (handed !== undefined) {
          inputs.push(handed)
          for (const draft of drafts(value)) if (draft instanceof Draft) roots.push(draft)
          return
        }
      }
      const draft = sums.get(tensor)
      if (draft !== undefined) {
        inputs.push(this.sums(draft))
        roots.push(draft)
        return
      }
      const node = this.makers.get(tensor)
      if (node === undefined) return
      for (const name of node.outputs) seen.add(name)
      for (const name of node.inputs) visit(name)
      nodes.push(node)
    }
    visit(target)
    return { nodes, inputs, roots, needs }
  }

  /** The sums of a layer, as the host takes them. */
  sums(draft: Draft): SegmentInput {
    const { tensor, places, weightUnits, inLevels } = draft.body
    const shape = this.sumShape(draft)
    this.#sumShapes.set(tensor, shape)
    return {
      id: draft.add({ pool: undefined, quantiser: undefined }),
      ...{ tensor, shape },
      places: Array.from(places ?? []),
      units: Array.from(weightUnits, (unit) => unit * inLevels.unit),
      values: [],
    }
  }

  /** Shape of a layer's sums, as the host takes them. */
  sumShape({ body: { tensor, output }, sumShape }: Draft): readonly number[] {
    return this.shapes.get(tensor) ?? sumShape ?? [1, output.channels, output.height, output.width]
  }

  /** A tensor by name and shape. */
  shaped(tensor: string): HostInput {
    const { name, shape } = this.source.input
    return {
      tensor,
      shape: tensor === name ? shape : (this.shapes.get(tensor) ?? this.#sumShapes.get(tensor)!),
    }
  }

  /**
   * A segment as the network has it.
   *
   * @param before - layers in front of it
   * @param reads - ids of all that layers read
   */
  finish(
    { id, reason, inputs, needs, keeps, nodes, source }: SegmentDraft,
    before: number,
    reads: ReadonlySet<string>,
  ): HostSegment {
    return {
      ...{ id, reason, before, inputs },
      needs: needs.map((tensor) => this.shaped(tensor)),
      keeps: [...keeps],
      part: packHostNodes(nodes, this.constants),
      result: source && reads.has(id) ? resultOf(source) : undefined,
    }
  }
}

function resultOf({ tensor: name, input, made, graphInput }: InputSource): SegmentResult {
  const { tensor, places, map, byteOrder, levels, thresholds, codes } = input!
  const values = made?.values ?? entryValues(graphInput.scale)
  return { made: name, tensor, places, map, byteOrder, levels, thresholds, codes, values }
}
