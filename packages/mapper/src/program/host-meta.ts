import type { Json, Program } from '@concord/arch'
import { DataError } from '../errors.js'
import type { HeadStep } from '../network/head.js'
import type { Stem } from '../network/stem.js'
import type { Readout } from '../planes/plane-network.js'
import type { HostPart } from '../report/host-rows.js'
import type { HostBetween } from './program-segments.js'

/** What the host needs to turn the chip's sums into exactly the source's numbers. */
export interface HostMeta {
  readonly readout: Readout
  readonly steps: readonly HeadStep[]
  /** What the host does with the bytes before they are encoded. */
  readonly stem: Stem | undefined
  /** What the host does between passes. */
  readonly between: HostBetween
}

/** Writes it as the keys `readout`, `head`, `stem`, `segments` and `graphInput` of a program's meta; `host` and `scores` tell of it. */
export function writeHostMeta(
  { readout, steps, stem, between }: HostMeta,
  told: { readonly parts: readonly HostPart[]; readonly scores: number },
): { readonly [key: string]: Json } {
  const { segments, graphInput } = between
  const json = (value: unknown) => value as Json
  return {
    host: told.parts.map(json),
    scores: told.scores,
    readout: { ...readout },
    head: steps.map((step) => json({ ...step })),
    ...(stem && { stem: json(stem) }),
    ...(segments.length > 0 && { segments: segments.map(json) }),
    ...(graphInput && { graphInput: json(graphInput) }),
  }
}

/** What the host computes and moves for one input of a program; empty when the mapper did not make it. */
export function readHostParts({ meta }: Program): readonly HostPart[] {
  return (meta as { readonly host?: readonly HostPart[] }).host ?? []
}

/** Scores of one input, behind the host's part; the chip may give more sums than that, or fewer. */
export function scoreCount({ meta, classes }: Program): number {
  return (meta as { readonly scores?: number }).scores ?? classes
}

/** Bytes that one input of a program has. */
export function inputBytes(program: Program): number {
  return readStem(program)?.elements ?? program.encoding.elements
}

/** Shape of one input where the host's stem takes it; undefined when bytes go to the chip. */
export function stemShape(program: Program): readonly number[] | undefined {
  return readStem(program)?.graph.input.shape.slice(1)
}

/** The stem of a program; undefined when bytes go to the chip. */
export function readStem({ meta }: Program): Stem | undefined {
  return (meta as { readonly stem?: Stem }).stem
}

/** What the host does between the passes of a program. */
export function readBetween({ meta }: Program): HostBetween {
  const { segments = [], graphInput } = meta as Partial<HostBetween>
  return { segments, graphInput }
}

const META = new WeakMap<Program, HostMeta>()

/**
 * Reads it back.
 *
 * @throws DataError when the program was not made by this mapper
 */
export function readHostMeta(program: Program): HostMeta {
  const known = META.get(program)
  if (known !== undefined) return known
  const { readout, head } = program.meta as {
    readonly readout?: Readout
    readonly head?: readonly HeadStep[]
  }
  if (
    readout === undefined ||
    !Number.isInteger(readout.divisor) ||
    program.classes % readout.offset.length !== 0 ||
    !Array.isArray(head)
  ) {
    const why = 'its meta has no readout and head'
    throw new DataError('Program cannot be read out', 'meta of the program', why, 'map the network again')
  }
  const meta = { readout, steps: head, stem: readStem(program), between: readBetween(program) }
  META.set(program, meta)
  return meta
}
