import { type ChipConfig, chipGeometry } from '@concord/arch'
import { Chip, type MemoryContents, restoreMemories } from '@concord/sim'
import { packInputs, packOutputs, RECORD_BYTES, RECORD_WORDS } from '../rtl/ports.js'
import type { Scenario } from './episode.js'
import { Host } from './host.js'
import { randomContents } from './random-contents.js'

/** What a model of the chip did in a scenario: every port in every cycle, and its memories before and after. */
export interface Recording {
  readonly cycles: number
  /** Records of ports.ts. */
  readonly inputs: Uint8Array
  readonly outputs: Uint8Array
  readonly before: MemoryContents
  readonly after: MemoryContents
  /** Legal episodes that did not end, or ended in an error: the program was not legal after all, or the model is wrong. */
  readonly complaints: readonly string[]
}

/** Runs a scenario on the stepped model and writes everything down. */
export function recordScenario(config: ChipConfig, scenario: Scenario): Recording {
  const before = randomContents(config, scenario.memorySeed)
  const chip = new Chip(config)
  restoreMemories(chip, before)
  const tape = new Tape()
  const complaints: string[] = []
  let startsHard = true
  for (const [index, episode] of scenario.episodes.entries()) {
    const host = new Host(episode, chipGeometry(config).beatBytes, startsHard)
    let failed = false
    while (!host.over) {
      const inputs = host.drive()
      const outputs = chip.step(inputs)
      tape.add(packInputs, inputs, packOutputs, outputs)
      failed ||= outputs.error
      host.observe(inputs, outputs)
    }
    // A limit of a few cycles is there to be hit.
    const cut = !host.ended && episode.cycleLimit < 1_000
    if (episode.legal && !cut && (failed || !host.ended)) {
      complaints.push(`legal episode ${index} ${failed ? 'ended in an error' : 'did not end'}`)
    }
    startsHard = episode.reset === 'hard'
  }
  return { cycles: tape.cycles, ...tape.bytes(), before, after: chip.memories(), complaints }
}

/** Two growing lists of records. */
class Tape {
  cycles = 0
  #inputs = new Uint32Array(4096)
  #outputs = new Uint32Array(4096)

  add<I, O>(
    packIn: (ports: I, words: Uint32Array, at: number) => void,
    inputs: I,
    packOut: (ports: O, words: Uint32Array, at: number) => void,
    outputs: O,
  ): void {
    const at = this.cycles * RECORD_WORDS
    if (at === this.#inputs.length) {
      this.#inputs = doubled(this.#inputs)
      this.#outputs = doubled(this.#outputs)
    }
    packIn(inputs, this.#inputs, at)
    packOut(outputs, this.#outputs, at)
    this.cycles++
  }

  bytes(): { inputs: Uint8Array; outputs: Uint8Array } {
    const length = this.cycles * RECORD_BYTES
    return {
      inputs: new Uint8Array(this.#inputs.buffer, 0, length),
      outputs: new Uint8Array(this.#outputs.buffer, 0, length),
    }
  }
}

function doubled(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * words.length)
  larger.set(words)
  return larger
}
