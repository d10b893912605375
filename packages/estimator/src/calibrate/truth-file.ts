import { existsSync, readFileSync } from 'node:fs'
import { truthPath } from './load-calibration.js'
import type { TruthPoint } from './truth.js'

/** The chips that a technology's calibration was made of; none when they were not kept. */
export function readTruth(technology: string): TruthPoint[] {
  const path = truthPath(technology)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthPoint)
}

/** Text of a truth file, one chip a line. */
export function writeTruth(points: readonly TruthPoint[]): string {
  return points.map((point) => `${JSON.stringify(point)}\n`).join('')
}
