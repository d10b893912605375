import type { RtlParameters } from '@concord/arch'
import { runYosys, type YosysModule } from './run-yosys.js'

/** Storage cells of one RTL module, summed over all its instances. */
export interface StorageCount {
  readonly instances: number
  readonly flops: number
  readonly latches: number
}

/** RTL name of a Yosys module: parameterised ones are called `$paramod$<hash>\name` or `$paramod\name\P=…`. */
function rtlName(name: string): string {
  return name.startsWith('$paramod') ? name.split('\\')[1]! : name
}

function countOf(module: YosysModule): { flops: number; latches: number } {
  let flops = 0
  let latches = 0
  for (const { type } of Object.values(module.cells)) {
    if (/^\$_(?:S|AL)?DFF/.test(type)) flops++
    else if (type.startsWith('$_DLATCH')) latches++
  }
  return { flops, latches }
}

/**
 * Synthesises a module to generic gates with Yosys and counts its storage cells by RTL module.
 *
 * @param files - RTL sources by name
 * @param top - RTL module to synthesise
 * @param parameters - its parameters by RTL name; those it does not have must not be given
 * @param flatten - optimise across modules; all cells then belong to `top`
 */
export async function countStorage(
  files: Readonly<Record<string, string>>,
  top: string,
  parameters: RtlParameters,
  { flatten = false } = {},
): Promise<Map<string, StorageCount>> {
  const chparam = Object.entries(parameters).map(([name, value]) => `-chparam ${name} ${value}`)
  const netlist = await runYosys(
    files,
    [
      `read_verilog -sv -defer -noautowire -DSYNTHESIS ${Object.keys(files).join(' ')}`,
      `hierarchy -check -top ${top} ${chparam.join(' ')}`,
      `synth -noabc ${flatten ? '-flatten ' : ''}-run coarse:check`,
    ].join('\n'),
  )
  const counts = new Map<string, StorageCount>()
  const visit = (name: string): void => {
    const module = netlist.modules[name]!
    const before = counts.get(rtlName(name)) ?? { instances: 0, flops: 0, latches: 0 }
    const own = countOf(module)
    counts.set(rtlName(name), {
      instances: before.instances + 1,
      flops: before.flops + own.flops,
      latches: before.latches + own.latches,
    })
    for (const { type } of Object.values(module.cells)) if (type in netlist.modules) visit(type)
  }
  visit(Object.keys(netlist.modules).find((name) => rtlName(name) === top)!)
  return counts
}
