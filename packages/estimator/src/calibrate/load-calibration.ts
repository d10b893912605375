import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChipConfig } from '@concord/arch'
import { rtlFingerprint } from '../synthesis/rtl-fingerprint.js'
import { type Calibration, calibrationSchema } from './calibration.js'

const FOLDER = new URL('../../technologies/calibration/', import.meta.url)

const loaded = new Map<string, Calibration | undefined>()

/** Path of a technology's calibration. */
export function calibrationPath(technology: string): string {
  return fileURLToPath(new URL(`${technology}.json`, FOLDER))
}

/** Path of what a technology's calibration was fitted to, one chip a line. */
export function truthPath(technology: string): string {
  return fileURLToPath(new URL(`${technology}.truth.jsonl`, FOLDER))
}

/** The calibration of a technology, read once; undefined when it has none. */
export function loadCalibration(technology: string): Calibration | undefined {
  if (!loaded.has(technology)) {
    const path = calibrationPath(technology)
    loaded.set(
      technology,
      existsSync(path) ? calibrationSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined,
    )
  }
  return loaded.get(technology)
}

/** What of a chip lies outside of the calibrated range, in words; empty within it. */
export function outsideCalibration(
  config: ChipConfig,
  { range, macroWords }: Pick<Calibration, 'range' | 'macroWords'>,
): string[] {
  const outside: string[] = []
  const usesKnownMacros = config.memories.act === 'sram' && macroWords !== undefined
  const known = usesKnownMacros ? { ...range, actWords: macroWords } : range
  for (const field in known) {
    const { min, max } = known[field]!
    const value = Number(config[field as keyof ChipConfig])
    if (value < min || value > max) outside.push(`${field} ${value}, not ${min}..${max}`)
  }
  for (const memory in config.memories) {
    const style = config.memories[memory as keyof ChipConfig['memories']]
    if (style !== 'latch' && !(memory === 'act' && style === 'sram' && usesKnownMacros)) {
      outside.push(`memories.${memory} ${style}, not latch`)
    }
  }
  return outside
}

/** What estimates are made of. */
export type Quantity = 'area' | 'power' | 'timing'

const inWords = new Map<string, string>()

/** How far estimates of one quantity are from chips that the fit never saw, in words. */
export function measuredError(technology: string, quantity: Quantity): string {
  const key = `${technology} ${quantity}`
  const words = inWords.get(key) ?? errorInWords(technology, quantity)
  inWords.set(key, words)
  return words
}

function errorInWords(technology: string, quantity: Quantity): string {
  const calibration = loadCalibration(technology)
  const errors = calibration?.[quantity]
  if (calibration === undefined || errors === undefined) return 'not yet measured'
  const { medianError, worstError } = errors
  const percent = (error: number): string => `${(100 * error).toFixed(1)} %`
  const { configurations, workloads } = calibration.heldOut
  const runs = quantity === 'power' ? ` and ${workloads.length} workloads` : ''
  const earlier = calibration.provenance.rtl === rtlFingerprint() ? '' : ', with an earlier state of the RTL'
  return `median ${percent(medianError)}, worst ${percent(worstError)} on ${configurations} held-out chips${runs}${earlier}`
}

/** The measured error, and what of a chip lies outside of what was measured. */
export function describeError(config: ChipConfig, quantity: Quantity): string {
  const measured = measuredError(config.technology, quantity)
  const calibration = loadCalibration(config.technology)
  const outside = calibration === undefined ? [] : outsideCalibration(config, calibration)
  return outside.length === 0
    ? measured
    : `${measured}; outside of the calibrated range: ${outside.join('; ')}`
}
