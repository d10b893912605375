import { clockPass, type PassCount } from './clock-pass.js'
import { canHoist, hoistLoads } from './hoist.js'
import type { OperationTape } from './operation-tape.js'
import { type PassScript, scriptOf } from './pass-script.js'
import type { ShapeChip } from './shape-chip.js'

/** Counts that are kept of a way. */
const KEPT = 100

/** The instructions of a way through a pass, for a batch, and what they take of the chips that differ in their time only. */
export class MadeWay {
  readonly #counts = new Map<string, PassCount>()
  readonly #countsAhead = new Map<string, PassCount>()
  /** By pace of the chip: whether moving loads forward puts one in front of a RUN. */
  readonly #hoists = new Map<string, boolean>()
  /** The script with loads moved forward that was made last, and the pace that decided how far. */
  #ahead: { readonly pace: string; readonly script: PassScript } | undefined

  /**
   * @param script - with loads where they are used
   * @param operations - undefined where the pass is long
   */
  constructor(
    readonly script: PassScript,
    readonly operations: OperationTape | undefined,
  ) {}

  /** What it takes of a chip. */
  count(chip: ShapeChip): PassCount {
    return remembered(this.#counts, chip.clocking, () => clockPass(chip.config, this.script))
  }

  /** Whether moving loads forward makes a difference that may be of use. */
  canHoist({ config, pace }: ShapeChip): boolean {
    const { operations } = this
    return operations === undefined || remembered(this.#hoists, pace, () => canHoist(config, operations))
  }

  /** Likewise with loads moved forward. @param record - tells the operations */
  countAhead(chip: ShapeChip, record: () => OperationTape): PassCount {
    return remembered(this.#countsAhead, chip.clocking, () => {
      const { config, pace } = chip
      const known = this.#ahead?.pace === pace ? this.#ahead.script : undefined
      const script = known ?? scriptOf(hoistLoads(config, this.operations ?? record()))
      this.#ahead = this.operations && { pace, script }
      return clockPass(config, script)
    })
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= KEPT) known.clear()
  const made = make()
  known.set(key, made)
  return made
}
