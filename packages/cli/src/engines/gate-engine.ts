import type { Program } from '@concord/arch'
import { findPdk, gateNetlist } from '@concord/estimator'
import { openGates, runGates } from '@concord/harness'
import { ChipError, type Engine, type EngineOptions } from './engine.js'
import { findRtlTools } from './rtl-tools.js'

/** The synthesised netlist of the chip in Verilator. A waveform holds everything that is run. */
export async function openGateEngine({ config }: Program, options: EngineOptions): Promise<Engine> {
  const { trace, inputInterval, outputInterval } = options
  const tools = await findRtlTools(['verilator'])
  const netlist = await gateNetlist(config, { pdkRoot: findPdk(), names: trace !== undefined })
  const gates = await openGates(config, netlist, {
    engine: 'verilator',
    ...(trace !== undefined && { trace }),
  })
  const execute: Engine['execute'] = async (_pass, stream) => {
    const result = await runGates(gates, stream, { inputInterval, outputInterval })
    if (result.error) throw new ChipError(config, 'gates', result.error)
    return result
  }
  return { name: 'gates', tools, execute, close: () => gates.close() }
}
