import type { ChipConfig } from '@concord/arch'
import type { Choices } from './choices.js'
import type { ProgramItem } from './program-items.js'

/** Spoils a list of items in one way and leaves one that can be encoded. */
export type ItemFault = (items: ProgramItem[], choices: Choices, config: ChipConfig) => void
