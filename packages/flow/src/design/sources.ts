import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The chip's SystemVerilog; the same folder seen from the sources and from the build. */
export const RTL_FOLDER = fileURLToPath(new URL('../../../../rtl', import.meta.url))

/** File list with the cells of sky130_fd_sc_hd. */
const FILE_LIST = 'concord_sky130.f'

/** Sources of the chip below `rtl/`, package first, with the bodies made of cells. */
export function chipSources(): string[] {
  return readFileSync(join(RTL_FOLDER, FILE_LIST), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
}
