import type { Program } from '@concord/arch'
import { openRtl, runRtl } from '@concord/harness'
import { ChipError, type Engine, type EngineOptions } from './engine.js'
import { findRtlTools } from './rtl-tools.js'

/** The chip's own SystemVerilog in Verilator or Icarus. A waveform holds everything that is run. */
export async function openRtlEngine(
  name: 'verilator' | 'icarus',
  { config }: Program,
  options: EngineOptions,
): Promise<Engine> {
  const { trace, inputInterval, outputInterval } = options
  const tools = await findRtlTools([name])
  const rtl = await openRtl(config, { engine: name, effort: 'speed', ...(trace !== undefined && { trace }) })
  const execute: Engine['execute'] = async (_pass, stream) => {
    const result = await runRtl(rtl, stream, { inputInterval, outputInterval })
    if (result.error) throw new ChipError(config, name, result.error)
    return result
  }
  return { name, tools, execute, close: () => rtl.close() }
}
