import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../build/tools.js'
import { compareOutputs, RECORD_BYTES } from '../rtl/ports.js'
import { ToggleMismatchError } from './gate-errors.js'
import { readToggles, type Toggles } from './read-toggles.js'
import type { RunRecording } from './record-run.js'
import { toggleBench } from './toggle-bench.js'

/** A chip of cells without hierarchy, in Verilog. */
export interface FlatGates {
  /** Module `concord_chip`; its nets are called `n0`, `n1`, …. */
  readonly netlist: string
  /** Functional models of the cells. */
  readonly models: string
  readonly nets: number
  readonly streamBits: number
}

/**
 * Repeats a recorded run on a gate netlist under Icarus and counts how often each net changes. Cells have no delays, so a net changes at
 * most once an edge: glitches do not count.
 *
 * @throws ToggleMismatchError when an output port differs from the recording in any cycle
 */
export async function countToggles(gates: FlatGates, recording: RunRecording): Promise<Toggles> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-toggles-'))
  const path = (name: string): string => join(folder, name)
  try {
    const records = recording.inputs.length / RECORD_BYTES
    await writeFile(path('cells.v'), gates.models)
    await writeFile(path('netlist.v'), gates.netlist)
    await writeFile(path('inputs.hex'), hexRecords(recording.inputs))
    await writeFile(path('bench.v'), toggleBench(gates.streamBits, records))
    const sources = ['cells.v', 'netlist.v', 'bench.v'].map(path)
    await runTool('iverilog', ['-g2012', '-s', 'bench', '-o', path('bench.vvp'), ...sources], folder)
    await runTool('vvp', ['-n', path('bench.vvp')], folder)
    const got = bytesOf(await readFile(path('outputs.hex'), 'utf8'))
    const from = recording.from * RECORD_BYTES
    const difference = compareOutputs(recording.outputs.subarray(from), got.subarray(from))
    if (difference !== undefined) throw new ToggleMismatchError(difference)
    return await readToggles(
      createReadStream(path('toggles.vcd')),
      gates.nets,
      2 * recording.from,
      2 * records,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** One record a line, its last byte first, as $readmemh reads a vector. */
function hexRecords(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    lines.push(
      Buffer.from(bytes.subarray(at, at + RECORD_BYTES))
        .reverse()
        .toString('hex'),
    )
  }
  return `${lines.join('\n')}\n`
}

/** The other way round; a record with X or Z gives one that no model has. */
function bytesOf(hex: string): Uint8Array {
  const lines = hex.trim().split('\n')
  const bytes = new Uint8Array(lines.length * RECORD_BYTES)
  lines.forEach((line, i) => {
    const known = /^[\da-f]+$/.test(line)
    bytes.set(
      known ? Buffer.from(line, 'hex').reverse() : new Uint8Array(RECORD_BYTES).fill(0xff),
      i * RECORD_BYTES,
    )
  })
  return bytes
}
