import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RtlParameters } from '@concord/arch'
import { NATIVE_DIRECTORY } from '../paths.js'
import { cached } from './cache.js'
import { buildKey, nativeHash } from './key.js'
import type { RtlSources } from './rtl-sources.js'
import { runTool, toolVersion } from './tools.js'

export interface IcarusBuild {
  readonly sources: RtlSources
  readonly parameters: RtlParameters
}

/**
 * In Icarus 11.0 two `always_comb` (or `always_latch`) that each assign a default first can start each other for ever (iverilog issue 508); with
 * `always @*` they settle. What `always_comb` does beyond, running once at time 0, the reset does here: everything it
 * drives is read after a change of some input.
 */
const REWRITE = [/\balways_(?:comb|latch)\b/g, 'always @*'] as const

/** Compiles a chip with Icarus Verilog, or finds it compiled; gives the arguments of vvp that run it. */
export async function buildIcarus({ sources, parameters }: IcarusBuild): Promise<string[]> {
  const tools = await Promise.all([toolVersion('iverilog'), toolVersion('vvp'), toolVersion('g++')])
  const native = await nativeHash()
  const plugin = await cached(buildKey('vpi', { tools, native }), (draft) =>
    runTool('iverilog-vpi', ['--name=concord', join(NATIVE_DIRECTORY, 'icarus_vpi.cpp')], draft),
  )
  const chip = await cached(
    buildKey('icarus', { tools, native, sources: sources.hash, rewrite: REWRITE.map(String), parameters }),
    async (draft) => {
      const settings = Object.entries(parameters).map(([name, value]) => `.${name}(${value})`)
      await runTool(
        'iverilog',
        [
          ...['-g2012', '-s', 'concord_bench', '-o', join(draft, 'chip.vvp')],
          `-DCONCORD_STREAM_BITS=${parameters.StreamBits}`,
          `-DCONCORD_PARAMETERS=${settings.join(',')}`,
          ...(await rewritten(sources, join(draft, 'rtl'))),
          join(NATIVE_DIRECTORY, 'icarus_bench.sv'),
        ],
        draft,
      )
    },
  )
  return ['-n', '-M', plugin, '-m', 'concord', join(chip, 'chip.vvp')]
}

/** Copies the sources, rewritten for Icarus; lines stay where they are. */
async function rewritten({ files }: RtlSources, directory: string): Promise<string[]> {
  await mkdir(directory)
  return Promise.all(
    files.map(async (file) => {
      const copy = join(directory, basename(file))
      await writeFile(copy, (await readFile(file, 'utf8')).replace(...REWRITE))
      return copy
    }),
  )
}
