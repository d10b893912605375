import { join } from 'node:path'
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

/** Compiles a chip with Icarus Verilog, or finds it compiled; gives the arguments of vvp that run it. */
export async function buildIcarus({ sources, parameters }: IcarusBuild): Promise<string[]> {
  const tools = await Promise.all([toolVersion('iverilog'), toolVersion('vvp'), toolVersion('g++')])
  const native = await nativeHash()
  const plugin = await cached(buildKey('vpi', { tools, native }), (draft) =>
    runTool('iverilog-vpi', ['--name=concord', join(NATIVE_DIRECTORY, 'icarus_vpi.cpp')], draft),
  )
  const chip = await cached(buildKey('icarus', { tools, native, sources: sources.hash, parameters }), (draft) => {
    const settings = Object.entries(parameters).map(([name, value]) => `.${name}(${value})`)
    return runTool(
      'iverilog',
      [
        ...['-g2012', '-s', 'concord_bench', '-o', join(draft, 'chip.vvp')],
        `-DCONCORD_STREAM_BITS=${parameters.StreamBits}`,
        `-DCONCORD_PARAMETERS=${settings.join(',')}`,
        ...sources.files,
        join(NATIVE_DIRECTORY, 'icarus_bench.sv'),
      ],
      draft,
    )
  })
  return ['-n', '-M', plugin, '-m', 'concord', join(chip, 'chip.vvp')]
}
