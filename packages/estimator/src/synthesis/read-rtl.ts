import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** File lists of the chip: which bodies of the technology wrappers they take. */
export const FILE_LISTS = {
  /** Same behaviour at clock edges, fast to simulate. */
  generic: 'concord.f',
  /** Latches and clock gates in plain SystemVerilog. */
  latch: 'concord_latch.f',
  /** Cells of sky130_fd_sc_hd, which a library has to supply. */
  sky130: 'concord_sky130.f',
} as const

export type FileList = keyof typeof FILE_LISTS

/** The chip's SystemVerilog; the same folder seen from the sources and from the build. */
export const RTL_FOLDER = fileURLToPath(new URL('../../../../rtl', import.meta.url))

/**
 * Sources of the chip by file name, in the order of a file list, package first.
 *
 * @param folder - a copy of `rtl/`
 */
export function readRtl(list: FileList, folder = RTL_FOLDER): Record<string, string> {
  const path = join(folder, FILE_LISTS[list])
  const lines = readFileSync(path, 'utf8').split('\n')
  const files = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('//'))
  return Object.fromEntries(
    files.map((file) => [basename(file), readFileSync(join(dirname(path), file), 'utf8')]),
  )
}
