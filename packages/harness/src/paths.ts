import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the workspace; the same seen from `src/` and from `dist/`. */
export const WORKSPACE = fileURLToPath(new URL('../../../', import.meta.url))

/** The chip's SystemVerilog. */
export const RTL_DIRECTORY = join(WORKSPACE, 'rtl')

/** The C++ and SystemVerilog that stand around the chip in its simulators. */
export const NATIVE_DIRECTORY = fileURLToPath(new URL('../native/', import.meta.url))

/** Counterexamples that were found once, replayed by the tests. */
export const REGRESSION_DIRECTORY = fileURLToPath(new URL('../test/regressions/', import.meta.url))

/** Where compiled chips are kept: `$CONCORD_CACHE`, or `build/rtl-cache` in the workspace. */
export function cacheDirectory(): string {
  return process.env.CONCORD_CACHE || join(WORKSPACE, 'build', 'rtl-cache')
}

/** Where waveforms of failures are written. */
export function waveformDirectory(): string {
  return join(WORKSPACE, 'build', 'waves')
}
