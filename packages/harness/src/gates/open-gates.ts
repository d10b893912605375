import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChipConfig } from '@concord/arch'
import { cached } from '../build/cache.js'
import { buildIcarus } from '../build/icarus.js'
import { buildKey } from '../build/key.js'
import type { RtlSources } from '../build/rtl-sources.js'
import { buildVerilator } from '../build/verilator.js'
import { RtlProcess } from '../rtl/rtl-process.js'
import { GateChip } from './gate-chip.js'

/** A synthesised chip as Verilog. */
export interface GateNetlist {
  /** One module `concord_chip` and what it instantiates, cells excepted. */
  readonly netlist: string
  /** Functional models of the cells; latches must start as zeros. Empty when the netlist is levelised: one process without cells. */
  readonly models: string
}

export interface GateOptions {
  readonly engine: 'verilator' | 'icarus'
  /** File that the waveform of the whole life of the chip is written to (VCD). */
  readonly trace?: string
}

/** Compiles a netlist, or finds it compiled, and starts it; its memories hold zeros. */
export async function openGates(
  config: ChipConfig,
  gates: GateNetlist,
  { engine, trace }: GateOptions,
): Promise<GateChip> {
  const parameters = { StreamBits: config.streamBits }
  const sources = await gateSources(gates, parameters.StreamBits)
  const effort = gates.models === '' ? 'netlist' : 'check'
  const settings = trace === undefined ? [] : [`+trace=${trace}`]
  const [file, args] =
    engine === 'verilator'
      ? [await buildVerilator({ sources, parameters, effort, trace: trace !== undefined }), settings]
      : ['vvp', [...(await buildIcarus({ sources, parameters })), ...settings]]
  const chip = new GateChip(
    config,
    engine,
    () => new RtlProcess(file, args, `${engine} (gates) running ${config.name}`),
  )
  await chip.reset()
  return chip
}

/** Files of a netlist; the top module gets the one parameter that the bench around it sets. */
async function gateSources({ netlist, models }: GateNetlist, streamBits: number): Promise<RtlSources> {
  const top = netlist.replace(
    /module concord_chip\s*\(/,
    `module concord_chip #(parameter StreamBits = ${streamBits}) (`,
  )
  const hash = createHash('sha256').update(models).update('\0').update(top).digest('hex')
  const directory = await cached(buildKey('gates', { hash }), async (draft) => {
    await writeFile(join(draft, 'cells.v'), models)
    await writeFile(join(draft, 'netlist.v'), top)
  })
  return { files: ['cells.v', 'netlist.v'].map((name) => join(directory, name)), hash }
}
