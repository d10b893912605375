import { type ChipConfig, COUNTER_NAMES, chipGeometry } from '@concord/arch'
import {
  Chip,
  CycleLimitError,
  countCycles,
  FastChip,
  IllegalProgramError,
  type MemoryContents,
  type RunResult,
  restoreMemories,
  runStep,
  type StreamTiming,
} from '@concord/sim'
import { compareContents } from '../rtl/memory-contents.js'
import type { Episode, Pressure } from './episode.js'
import type { Mismatch } from './mismatch.js'

/** A broken program that runs longer than this on the stepped model tells nothing about the fast path. */
const BROKEN_CYCLE_LIMIT = 2_500

/**
 * Runs the program of an episode on the fast path and in the closed form and compares with the stepped model: output, cycles, counters,
 * memories and activity of a legal program; of an illegal one, that both refuse it.
 */
export function checkFast(
  config: ChipConfig,
  episode: Episode,
  before: MemoryContents,
): Mismatch | undefined {
  const beats = episode.bytes.length / chipGeometry(config).beatBytes
  // The drivers give the last beat the last flag.
  if (beats === 0 || episode.lastBeat !== beats - 1) return undefined
  const timing = { inputInterval: intervalOf(episode.source), outputInterval: intervalOf(episode.sink) }
  const step = stepped(config, episode, before, timing)
  if (!step) return undefined
  const fast = ifLegal(() => {
    const chip = new FastChip(config, { memories: before, activity: true })
    chip.load(episode.bytes)
    return { ...chip.run(timing), memories: chip.memories() }
  })
  const closed = ifLegal(() => countCycles(config, episode.bytes, timing))
  if (step.error || (!episode.legal && !fast)) {
    const accepted = [...(fast ? ['fast'] : []), ...(closed ? ['closed form'] : [])]
    if (accepted.length === 0 || !step.error) return undefined
    return { engine: accepted[0], signal: 'error', expected: step.error.code, got: 'a legal program' }
  }
  if (!fast || !closed) {
    return { engine: fast ? 'closed form' : 'fast', signal: 'error', expected: 'none', got: 'refused' }
  }
  return (
    compareNumbers('closed form', step, closed) ??
    compareNumbers('fast', step, fast) ??
    compareMemories(config, step.memories, fast.memories)
  )
}

function stepped(config: ChipConfig, episode: Episode, before: MemoryContents, timing: StreamTiming) {
  const chip = new Chip(config)
  restoreMemories(chip, before)
  const limit = episode.legal ? {} : { maxCycles: BROKEN_CYCLE_LIMIT }
  try {
    return runStep(config, episode.bytes, { ...timing, ...limit, chip, activity: true })
  } catch (error) {
    if (error instanceof CycleLimitError) return undefined
    throw error
  }
}

function ifLegal<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof IllegalProgramError) return undefined
    throw error
  }
}

type Numbers = Pick<RunResult, 'cycles' | 'counters'> & Partial<Pick<RunResult, 'output' | 'activity'>>

function compareNumbers(engine: string, expected: RunResult, got: Numbers): Mismatch | undefined {
  if (expected.cycles !== got.cycles) {
    return { engine, signal: 'cycles', expected: expected.cycles, got: got.cycles }
  }
  for (const name of COUNTER_NAMES) {
    const [a, b] = [expected.counters[name], got.counters[name]]
    if (a !== b) return { engine, signal: `counter ${name}`, expected: a, got: b }
  }
  if (got.output && Buffer.compare(expected.output, got.output) !== 0) {
    const at = expected.output.findIndex((byte, i) => byte !== got.output![i])
    return { engine, signal: `output byte ${at}`, expected: expected.output[at], got: got.output[at] }
  }
  for (const [name, value] of Object.entries(expected.activity ?? {})) {
    const other = (got.activity as Record<string, number> | undefined)?.[name]
    if (other !== undefined && other !== value) {
      return { engine, signal: `activity ${name}`, expected: value, got: other }
    }
  }
  return undefined
}

function compareMemories(
  config: ChipConfig,
  expected: MemoryContents,
  got: MemoryContents,
): Mismatch | undefined {
  const difference = compareContents(config, expected, got)
  if (!difference) return undefined
  return { engine: 'fast', signal: difference.place, expected: difference.expected, got: difference.got }
}

function intervalOf(pressure: Pressure): number {
  return 'interval' in pressure ? pressure.interval : 1
}
