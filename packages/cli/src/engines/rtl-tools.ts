import { type RtlEngine, toolVersion } from '@concord/harness'

const TOOL = { verilator: 'verilator', icarus: 'iverilog' } as const

/**
 * Versions of the RTL simulators.
 *
 * @throws ToolMissingError when one is not installed
 */
export async function findRtlTools(engines: readonly RtlEngine[]): Promise<Readonly<Record<string, string>>> {
  const tools: Record<string, string> = {}
  for (const engine of engines) tools[engine] = await toolVersion(TOOL[engine])
  return tools
}
