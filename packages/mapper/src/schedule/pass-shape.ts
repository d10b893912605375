import type { ChipConfig } from '@concord/arch'
import { hoistLoads } from './hoist.js'
import type { LayerModel } from './layer-model.js'
import type { OperationTape } from './operation-tape.js'
import { NoBankError } from './pass-builder.js'
import { type PassChoice, type StyledPlans, tellPass } from './pass-choice.js'
import { PassItems } from './pass-items.js'
import { PassRecorder } from './pass-recorder.js'
import { PassScript, scriptOf } from './pass-script.js'
import { RunRegisters } from './run-registers.js'
import { type ListedWay, type PassLimits, Way, waysThrough } from './ways.js'

/** The operations of a way; those of a long pass are in blocks only. */
interface MadeWay {
  readonly script: PassScript
  readonly operations: OperationTape | undefined
  /** With loads moved forward, by what decides how far they go. */
  readonly ahead: Map<string, PassScript>
}

/** Operations up to which a pass is one tape: making blocks of them takes longer. */
const SHORT_MAX = 1000
/** Longer scripts are made again. */
const KEPT_LENGTH = 20_000
/** Scripts with loads moved forward that are kept of a way. */
const KEPT_AHEAD = 50

/**
 * Some layers as a pass, on all chips that cut them alike: the ways through it and their instructions do not depend on the widths
 * of stream and post unit, the queues and the pipeline, so they are made once.
 */
export class PassShape {
  readonly #ways = new Map<string, Way>()
  readonly #made = new Map<Way, Map<number, MadeWay | undefined>>()
  readonly #listed = new Map<string, readonly ListedWay[]>()

  /** @param config - any of the chips; @param models - of the layers */
  constructor(
    readonly config: ChipConfig,
    readonly plans: StyledPlans,
    readonly models: readonly LayerModel[],
  ) {}

  /** Ways that the banks do not rule out, in the settings that a model tells apart. */
  listed(limits: PassLimits): readonly ListedWay[] {
    const key = `${limits.batch},${limits.resident}`
    const found = this.#listed.get(key) ?? waysThrough(this, limits)
    this.#listed.set(key, found)
    return found
  }

  /** The one object for a choice. */
  way(choice: PassChoice): Way {
    const key = keyOf(choice)
    const found = this.#ways.get(key) ?? new Way(this, choice)
    this.#ways.set(key, found)
    return found
  }

  /** The instructions of a way; undefined when the banks are too small. @param config - the chip */
  script(config: ChipConfig, way: Way, batch: number): PassScript | undefined {
    const made = this.#operations(way.plain, batch)
    return made !== undefined && way.choice.ahead
      ? this.#ahead(config, way.choice, batch, made)
      : made?.script
  }

  #ahead(config: ChipConfig, choice: PassChoice, batch: number, made: MadeWay): PassScript {
    if (made.operations === undefined) return scriptOf(hoistLoads(config, this.#record(choice, batch).tape))
    const key = `${config.streamBits},${config.postLanes},${config.popcountStages}`
    const found = made.ahead.get(key) ?? scriptOf(hoistLoads(config, made.operations))
    if (made.ahead.size >= KEPT_AHEAD) made.ahead.clear()
    made.ahead.set(key, found)
    return found
  }

  #operations(way: Way, batch: number): MadeWay | undefined {
    const byBatch = this.#made.get(way) ?? new Map<number, MadeWay | undefined>()
    this.#made.set(way, byBatch)
    if (byBatch.has(batch)) return byBatch.get(batch)
    const made = this.#make(way.choice, batch)
    if ((made?.script.length ?? 0) <= KEPT_LENGTH) byBatch.set(batch, made)
    return made
  }

  #make(choice: PassChoice, batch: number): MadeWay | undefined {
    try {
      const wide = choice.order === 'wide'
      const recorder = this.#record(choice, batch, wide ? Infinity : SHORT_MAX)
      if (!recorder.isFull)
        return { script: scriptOf(recorder.tape), operations: recorder.tape, ahead: new Map() }
      const items = new PassItems()
      tellPass(this.config, this.plans, choice, batch, items)
      return {
        script: new PassScript(items.firstGives, items.finish()),
        operations: undefined,
        ahead: new Map(),
      }
    } catch (error) {
      if (error instanceof NoBankError) return undefined
      throw error
    }
  }

  #record(choice: PassChoice, batch: number, most = Infinity): PassRecorder {
    const recorder = new PassRecorder(new RunRegisters(), most)
    tellPass(this.config, this.plans, choice, batch, recorder)
    return recorder
  }
}

function keyOf(choice: PassChoice): string {
  const { order, dense, ahead, style } = choice
  const common = `${order},${dense},${ahead},${style},`
  if (choice.order === 'line') return `${common}${choice.parts},${choice.lines},${choice.firstLines}`
  if (choice.order === 'row') return `${common}${choice.most}`
  return choice.order === 'wide'
    ? `${common}${choice.resident},${choice.sendsAll}`
    : `${common}${choice.resident}`
}
