import type { MadeWay } from './made-way.js'
import { KeyedMemo } from './memo.js'
import type { PassChoice } from './pass-choice.js'
import type { PassShape } from './pass-shape.js'

/** Settings of a way that is told no others. */
export const START = { dense: false, ahead: false, style: 'repeat' } as const

/** Settings in the order in which they are tried. */
export const SETTINGS = ['dense', 'ahead', 'style', 'both'] as const
export type Setting = (typeof SETTINGS)[number]

const MOVES: Readonly<Record<Setting, (choice: PassChoice) => PassChoice>> = {
  dense: (choice) => ({ ...choice, dense: !choice.dense }),
  ahead: (choice) => ({ ...choice, ahead: !choice.ahead }),
  style: (choice) => ({ ...choice, style: choice.style === 'repeat' ? 'level' : 'repeat' }),
  both: (choice) => ({ ...choice, style: choice.style === 'both' ? 'repeat' : 'both' }),
}

/** A way through a pass: there is one object for each choice. */
export class Way {
  /** Its instructions by batch; undefined when the banks are too small. */
  readonly made = new KeyedMemo<number, MadeWay | undefined>()
  readonly #moved: Partial<Record<Setting, Way>> = {}

  constructor(
    readonly shape: PassShape,
    readonly choice: PassChoice,
  ) {}

  /** The same with loads where they are used. */
  get plain(): Way {
    return this.choice.ahead ? this.moved('ahead') : this
  }

  /** The same with another setting. */
  moved(setting: Setting): Way {
    const found = this.#moved[setting] ?? this.shape.way(MOVES[setting](this.choice))
    this.#moved[setting] = found
    return found
  }
}
