import { hoistLoads } from './hoist.js'
import type { LayerModel } from './layer-model.js'
import { KeyedMemo } from './memo.js'
import type { OperationTape } from './operation-tape.js'
import { NoBankError } from './pass-builder.js'
import { type PassChoice, type StyledPlans, tellPass } from './pass-choice.js'
import { PassItems } from './pass-items.js'
import { PassRecorder } from './pass-recorder.js'
import { PassScript, scriptOf } from './pass-script.js'
import { RunRegisters } from './run-registers.js'
import type { ShapeChip } from './shape-chip.js'
import { type ListedWays, type PassLimits, Way, waysThrough } from './ways.js'

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
  readonly #made = new KeyedMemo<string, MadeWay | undefined>()
  readonly #listed = new KeyedMemo<string, ListedWays>()

  /** @param models - of the layers */
  constructor(
    readonly plans: StyledPlans,
    readonly models: readonly LayerModel[],
  ) {}

  /** Ways that the banks do not rule out, in the settings that a model tells apart. */
  listed(chip: ShapeChip, limits: PassLimits): ListedWays {
    return this.#listed.get(limits.key, chip, () => waysThrough(chip, this, limits))
  }

  /** The one object for a choice. */
  way(choice: PassChoice): Way {
    const key = keyOf(choice)
    const found = this.#ways.get(key) ?? new Way(this, choice, key)
    this.#ways.set(key, found)
    return found
  }

  /** The instructions of a way; undefined when the banks are too small. */
  script(chip: ShapeChip, { choice, plain }: Way, batch: number): PassScript | undefined {
    const make = () => this.#make(chip, plain.choice, batch)
    const made = this.#made.get(`${plain.key},${batch}`, chip, make, isKept)
    return made !== undefined && choice.ahead ? this.#ahead(chip, choice, batch, made) : made?.script
  }

  #ahead(chip: ShapeChip, choice: PassChoice, batch: number, made: MadeWay): PassScript {
    const { config } = chip
    if (made.operations === undefined)
      return scriptOf(hoistLoads(config, this.#record(chip, choice, batch).tape))
    const key = `${config.streamBits},${config.postLanes},${config.popcountStages}`
    const found = made.ahead.get(key) ?? scriptOf(hoistLoads(config, made.operations))
    if (made.ahead.size >= KEPT_AHEAD) made.ahead.clear()
    made.ahead.set(key, found)
    return found
  }

  #make(chip: ShapeChip, choice: PassChoice, batch: number): MadeWay | undefined {
    try {
      const wide = choice.order === 'wide'
      const recorder = this.#record(chip, choice, batch, wide ? Infinity : SHORT_MAX)
      if (!recorder.isFull)
        return { script: scriptOf(recorder.tape), operations: recorder.tape, ahead: new Map() }
      const items = new PassItems()
      tellPass(chip, this.plans, choice, batch, items)
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

  #record(chip: ShapeChip, choice: PassChoice, batch: number, most = Infinity): PassRecorder {
    const recorder = new PassRecorder(new RunRegisters(), most)
    tellPass(chip, this.plans, choice, batch, recorder)
    return recorder
  }
}

function isKept(made: MadeWay | undefined): boolean {
  return made === undefined || made.script.length <= KEPT_LENGTH
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
