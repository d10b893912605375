import { BlockRecorder } from './block-recorder.js'
import type { PassCount } from './clock-pass.js'
import type { LayerModel } from './layer-model.js'
import type { ListedWays } from './listed-ways.js'
import { MadeWay } from './made-way.js'
import { KeyedMemo } from './memo.js'
import type { OperationTape } from './operation-tape.js'
import { NoBankError } from './pass-builder.js'
import { type PassChoice, type StyledPlans, tellPass } from './pass-choice.js'
import { PassItems } from './pass-items.js'
import { PassRecorder } from './pass-recorder.js'
import { type PassScript, scriptOf } from './pass-script.js'
import { RunRegisters } from './run-registers.js'
import type { ShapeChip } from './shape-chip.js'
import { Way } from './way.js'
import { type PassLimits, waysThrough } from './ways.js'

/** A way and what it takes of a chip. */
export interface WayCount {
  /** With loads where they are used, which makes no difference to what switches. */
  readonly script: PassScript
  readonly count: PassCount
}

/** Operations from which on a pass is long. */
const SHORT_MAX = 1000
/** Longer scripts are made again. */
const KEPT_LENGTH = 20_000

/**
 * Some layers as a pass, on all chips that cut them alike: the ways through it and their instructions do not depend on the widths
 * of stream and post unit, the queues and the pipeline, so they are made once.
 */
export class PassShape {
  /** Names of its layers. */
  readonly layers: readonly string[]
  readonly #ways = new Map<string, Way>()
  readonly #listed = new KeyedMemo<string, ListedWays>()

  /** @param models - of the layers */
  constructor(
    readonly plans: StyledPlans,
    readonly models: readonly LayerModel[],
  ) {
    this.layers = plans.repeat.map(({ plane }) => plane.layer.name)
  }

  /** Ways that the banks do not rule out, in the settings that a model tells apart. */
  listed(chip: ShapeChip, limits: PassLimits): ListedWays {
    return this.#listed.find(limits.key, chip) ?? this.#list(chip, limits)
  }

  #list(chip: ShapeChip, limits: PassLimits): ListedWays {
    return this.#listed.get(limits.key, chip, () => waysThrough(chip, this, limits))
  }

  /** The one object for a choice. */
  way(choice: PassChoice): Way {
    const key = keyOf(choice)
    const found = this.#ways.get(key) ?? new Way(this, choice)
    this.#ways.set(key, found)
    return found
  }

  /** The instructions of a way, for one with loads moved forward those of the other. */
  #madeOn(chip: ShapeChip, { plain }: Way, batch: number): MadeWay | undefined {
    return plain.made.find(batch, chip) ?? this.#makeOn(chip, plain, batch)
  }

  #makeOn(chip: ShapeChip, plain: Way, batch: number): MadeWay | undefined {
    return plain.made.get(
      batch,
      chip,
      () => this.#make(chip, plain.choice, batch),
      (made) => made === undefined || made.script.length <= KEPT_LENGTH,
    )
  }

  /** What a way takes of the chip; undefined when the banks are too small. */
  count(chip: ShapeChip, way: Way, batch: number): WayCount | undefined {
    const made = this.#madeOn(chip, way, batch)
    if (made === undefined) return undefined
    const count = way.choice.ahead ? this.#countAhead(chip, made, way, batch) : made.count(chip)
    return { script: made.script, count }
  }

  #countAhead(chip: ShapeChip, made: MadeWay, { plain }: Way, batch: number): PassCount {
    return made.countAhead(chip, () => this.#record(chip, plain.choice, batch))
  }

  /** Whether moving loads of a way forward can make it cheaper. */
  canHoist(chip: ShapeChip, way: Way, batch: number): boolean {
    const made = this.#madeOn(chip, way, batch)
    return made?.canHoist(chip, () => this.#record(chip, way.plain.choice, batch)) ?? false
  }

  #make(chip: ShapeChip, choice: PassChoice, batch: number): MadeWay | undefined {
    try {
      if (choice.order === 'wide') return new MadeWay(scriptOf(this.#record(chip, choice, batch)), true)
      const items = new PassItems()
      tellPass(chip, this.plans, choice, batch, items)
      const script = items.finish()
      chip.remembered += script.tape.numbersKept
      return new MadeWay(script, items.operations < SHORT_MAX)
    } catch (error) {
      if (error instanceof NoBankError) return undefined
      throw error
    }
  }

  #record(chip: ShapeChip, choice: PassChoice, batch: number): OperationTape {
    const wide = choice.order === 'wide'
    const recorder = wide ? new PassRecorder(new RunRegisters()) : new BlockRecorder()
    tellPass(chip, this.plans, choice, batch, recorder)
    return recorder.tape
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
