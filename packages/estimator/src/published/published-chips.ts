import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Technology } from '../technology/technology.js'

const chipSchema = z.strictObject({
  name: z.string(),
  source: z.string(),
  nodeNm: z.number().positive(),
  /** Supply at which the efficiency was stated. */
  voltageV: z.number().positive(),
  /** 1 MAC = 2 OP. */
  topsPerWatt: z.number().positive(),
  tops: z.number().positive().optional(),
  areaMm2: z.number().positive().optional(),
  topsPerMm2: z.number().positive().optional(),
  /** What the figures are of. */
  scope: z.string(),
})

const fileSchema = z.strictObject({ formatVersion: z.literal(1), chips: z.array(chipSchema) })

/** A chip as its authors published it. */
export type PublishedChip = z.infer<typeof chipSchema>

/** A published chip, and what it would be in another technology. */
export interface ScaledChip extends PublishedChip {
  readonly scaled: {
    readonly energyPerOpPj: number
    readonly topsPerWatt: number
    /** Absent where area or speed was not published. */
    readonly topsPerMm2?: number
  }
}

/** How published figures are carried over, in words. */
export const SCALING_RULES =
  'energy an operation × (node / its node) for the capacitance × (voltage / its voltage)²; ' +
  'operations by area × (its node / node)² at the same speed; no more than an order of magnitude should be read into it'

let chips: readonly PublishedChip[] | undefined

/** The published accelerators that a chip is compared with, scaled to a technology and a supply. */
export function publishedChips({ nodeNm }: Technology, voltageV: number): ScaledChip[] {
  const path = new URL('../../technologies/published/chips.json', import.meta.url)
  chips ??= fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).chips
  return chips.map((chip) => {
    const energyPerOpPj = (1 / chip.topsPerWatt) * (nodeNm / chip.nodeNm) * (voltageV / chip.voltageV) ** 2
    const { tops, areaMm2 } = chip
    const dense =
      chip.topsPerMm2 ?? (tops !== undefined && areaMm2 !== undefined ? tops / areaMm2 : undefined)
    return {
      ...chip,
      scaled: {
        energyPerOpPj,
        topsPerWatt: 1 / energyPerOpPj,
        ...(dense !== undefined && { topsPerMm2: dense * (chip.nodeNm / nodeNm) ** 2 }),
      },
    }
  })
}
