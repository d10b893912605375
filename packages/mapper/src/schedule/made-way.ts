import { clockPass, type PassCount } from './clock-pass.js'
import { canHoist, hoistLoads } from './hoist.js'
import { KnownCounts } from './known-counts.js'
import type { OperationTape } from './operation-tape.js'
import { type PassScript, scriptOf } from './pass-script.js'
import type { ShapeChip } from './shape-chip.js'

/** The instructions of a way through a pass, for a batch, and what they take of the chips that differ in their time only. */
export class MadeWay {
  readonly #counts = new KnownCounts()
  #countsAhead: KnownCounts | undefined
  /** By pace of the chip: whether moving loads forward puts one in front of a RUN. */
  #hoists: Map<number, boolean> | undefined
  /** The operations one by one, of a short pass. */
  #operations: OperationTape | undefined
  /** The script with loads moved forward that was made last, and the pace that decided how far. */
  #ahead: { readonly pace: number; readonly script: PassScript } | undefined

  /**
   * @param script - with loads where they are used
   * @param isShort - the pass has so few operations that they may be kept
   */
  constructor(
    readonly script: PassScript,
    readonly isShort: boolean,
  ) {}

  /** What it takes of a chip. */
  count(chip: ShapeChip): PassCount {
    return this.#counts.find(chip) ?? this.#counts.add(chip, clockPass(chip, this.script))
  }

  /** Whether moving loads forward makes a difference that may be of use. @param record - tells the operations one by one; likewise below */
  canHoist({ config, pace }: ShapeChip, record: () => OperationTape): boolean {
    if (!this.isShort) return true
    this.#hoists ??= new Map()
    const found = this.#hoists.get(pace)
    if (found !== undefined) return found
    const can = canHoist(config, this.#recorded(record))
    this.#hoists.set(pace, can)
    return can
  }

  /** What it takes with loads moved forward. */
  countAhead(chip: ShapeChip, record: () => OperationTape): PassCount {
    this.#countsAhead ??= new KnownCounts()
    const found = this.#countsAhead.find(chip)
    if (found !== undefined) return found
    const { config, pace } = chip
    const known = this.#ahead?.pace === pace ? this.#ahead.script : undefined
    const script = known ?? scriptOf(hoistLoads(config, this.#recorded(record)))
    this.#ahead = this.isShort ? { pace, script } : undefined
    return this.#countsAhead.add(chip, clockPass(chip, script))
  }

  #recorded(record: () => OperationTape): OperationTape {
    const operations = this.#operations ?? record()
    if (this.isShort) this.#operations = operations
    return operations
  }
}
