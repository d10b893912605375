import { mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

/** The first run compiles chips, which takes as long as it takes. */
const COMPILE_MS = 900_000

export default mergeConfig(shared, { test: { testTimeout: COMPILE_MS, hookTimeout: COMPILE_MS } })
