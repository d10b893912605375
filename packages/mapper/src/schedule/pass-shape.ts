import type { ChipConfig } from '@concord/arch'
import { hoistLoads } from './hoist.js'
import type { OperationTape } from './operation-tape.js'
import { NoBankError } from './pass-builder.js'
import { type PassChoice, type StyledPlans, tellPass } from './pass-choice.js'
import { PassItems } from './pass-items.js'
import { PassRecorder } from './pass-recorder.js'
import { PassScript, scriptOf } from './pass-script.js'
import { RunRegisters } from './run-registers.js'

/** A way through a pass with its operations; those of a long pass are in blocks only. */
interface MadeWay {
  readonly script: PassScript
  readonly operations: OperationTape | undefined
}

/** Operations up to which a pass is one tape: making blocks of them takes longer. */
const SHORT_MAX = 1000
/** Longer scripts are made again. */
const KEPT_LENGTH = 20_000

/**
 * Some layers as a pass, on all chips that cut them alike: the instructions of the ways through it do not depend on the widths of
 * stream and post unit, the queues and the pipeline, so they are made once.
 */
export class PassShape {
  readonly #known = new Map<string, MadeWay | undefined>()

  /** @param config - any of the chips */
  constructor(
    readonly config: ChipConfig,
    readonly plans: StyledPlans,
  ) {}

  /** The instructions of a way; undefined when the banks are too small. @param config - the chip */
  script(config: ChipConfig, choice: PassChoice, batch: number): PassScript | undefined {
    const made = this.#made(choice, batch)
    if (made === undefined || !choice.ahead) return made?.script
    return scriptOf(hoistLoads(config, made.operations ?? this.#record(choice, batch).tape))
  }

  #made(choice: PassChoice, batch: number): MadeWay | undefined {
    const key = keyOf(choice, batch)
    if (this.#known.has(key)) return this.#known.get(key)
    const made = this.#make(choice, batch)
    if ((made?.script.length ?? 0) <= KEPT_LENGTH) this.#known.set(key, made)
    return made
  }

  #make(choice: PassChoice, batch: number): MadeWay | undefined {
    try {
      const wide = choice.order === 'wide'
      const recorder = this.#record(choice, batch, wide ? Infinity : SHORT_MAX)
      if (!recorder.isFull) return { script: scriptOf(recorder.tape), operations: recorder.tape }
      const items = new PassItems()
      tellPass(this.config, this.plans, choice, batch, items)
      return { script: new PassScript(items.firstGives, items.finish()), operations: undefined }
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

/** Whatever operations depend on: not on whether loads go ahead. */
function keyOf(choice: PassChoice, batch: number): string {
  const { order, dense, style } = choice
  const common = `${batch},${order},${dense},${style},`
  if (choice.order === 'line') return `${common}${choice.parts},${choice.lines},${choice.firstLines}`
  if (choice.order === 'row') return `${common}${choice.most}`
  return choice.order === 'wide'
    ? `${common}${choice.resident},${choice.sendsAll}`
    : `${common}${choice.resident}`
}
