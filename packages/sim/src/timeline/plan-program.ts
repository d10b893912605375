import { type ChipConfig, parseStream, StreamError, type StreamItem } from '@concord/arch'
import type { DataVisitor, Plan } from './plan.js'
import { Planner } from './planner.js'

/**
 * Executes a program without time and without data: finds out what waits for what and how long each RUN takes.
 *
 * @returns undefined when the chip may report an error at any speed of the stream, or when that is hard to exclude
 */
export function planProgram(config: ChipConfig, stream: Uint8Array, visitor?: DataVisitor): Plan | undefined {
  let items: StreamItem[]
  try {
    items = parseStream(config, stream)
  } catch (error) {
    if (error instanceof StreamError) return undefined
    throw error
  }
  const planner = new Planner(config, items, visitor)
  return planner.finish() ? planner : undefined
}
