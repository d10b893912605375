import { ARRAY_FAULTS } from './array.js'
import { CONTROL_FAULTS } from './control.js'
import type { Fault } from './fault.js'
import { POST_FAULTS } from './post.js'

/** Faults of the kinds that designs like this one have had; every one must be caught by the properties. */
export const FAULTS: readonly Fault[] = [...ARRAY_FAULTS, ...POST_FAULTS, ...CONTROL_FAULTS]
