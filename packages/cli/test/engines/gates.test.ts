import { readFileSync } from 'node:fs'
import { PRESETS, parseChipConfig } from '@concord/arch'
import {
  cellNetlist,
  chipLibrary,
  flattenChip,
  gateNetlist,
  KeyedStore,
  synthesiseModules,
  TOP,
} from '@concord/estimator'
import {
  checkGates,
  type GateChip,
  hasTools,
  openGates,
  recordRun,
  type Scenario,
  scenarios,
} from '@concord/harness'
import { importOnnx } from '@concord/mapper'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { simulateGates } from '../../src/calibrate/simulate-gates.js'
import { workloadsFor } from '../../src/calibrate/workloads.js'
import { MODEL } from '../support/concord.js'
import { sumsEpisode } from '../support/sums-episode.js'

/** As little of everything as a chip can have and still do everything. */
const speck = parseChipConfig(
  {
    ...PRESETS.nano,
    ...{ name: 'speck', rows: 2, lanes: 8, postLanes: 1, weightDepth: 2, accDepth: 2, accBits: 8 },
    ...{ actWords: 8, paramDepth: 1, pairDepth: 2, queueDepth: 2, counterBits: 8 },
  },
  'speck',
)

/** The same with a wide bank that RUNs work on. */
const wideSpeck = parseChipConfig(
  { ...speck, name: 'wide-speck', accBits: 16, residualWords: 4, vector: true, paramDepth: 5 },
  'wide-speck',
)

/** The same with SRAM macros for activations, which rows must fill by bytes. */
const macroSpeck = parseChipConfig(
  { ...speck, name: 'macro-speck', rows: 8, actWords: 256, memories: { ...speck.memories, act: 'sram' } },
  'macro-speck',
)

/** Every row with eight different words: all inputs of its adders move. */
const sums: Scenario = {
  memorySeed: 0,
  episodes: Array.from({ length: 8 }, (_, i) => sumsEpisode(speck, 37 * i + 11, [91 * i, 255 - 53 * i])),
}

const open: GateChip[] = []
afterAll(() => Promise.all(open.map((chip) => chip.close())))

async function start(
  engine: 'verilator' | 'icarus',
  config = speck,
  netlistOf = gateNetlist,
): Promise<GateChip> {
  // The cell facts, so that the netlist is the same with and without a PDK
  const chip = await openGates(config, await netlistOf(config, { pdkRoot: undefined }), { engine })
  open.push(chip)
  return chip
}

/** Verilator takes longer to compile the netlist than everything else here takes together. */
const runs: [engine: 'verilator' | 'icarus', numRuns: number][] = process.env.CONCORD_DEEP
  ? [
      ['verilator', 200],
      ['icarus', 10],
    ]
  : [['icarus', 3]]

describe('the gate netlist is the same chip as the stepped model, in every port and cycle', () => {
  it.each(runs)('on %s, %i random programs', { timeout: 600_000 }, async (engine, numRuns) => {
    if (!(await hasTools('g++', engine === 'icarus' ? 'iverilog' : 'verilator'))) {
      console.warn(`SKIPPED: the gate netlist on ${engine}, which is not installed`)
      return
    }
    const chips = [await start(engine)]
    // Cell by cell as well, every clock gate with a clock of its own; Verilator takes long for that
    if (engine === 'icarus') chips.push(await start(engine, speck, cellNetlist))
    for (const scenario of [sums, ...fc.sample(scenarios(speck), { numRuns, seed: 4 })]) {
      const { recording, mismatch } = await checkGates(speck, scenario, chips)
      expect(mismatch).toBeUndefined()
      expect(recording.cycles).toBeGreaterThan(50)
    }
  })

  it.runIf(process.env.CONCORD_DEEP)('also with a wide bank', { timeout: 600_000 }, async () => {
    if (!(await hasTools('iverilog', 'g++'))) {
      console.warn('SKIPPED: the gate netlist with a wide bank; Icarus Verilog or g++ is missing')
      return
    }
    const chip = await start('icarus', wideSpeck)
    for (const scenario of fc.sample(scenarios(wideSpeck), { numRuns: 20, seed: 4 })) {
      const { mismatch } = await checkGates(wideSpeck, scenario, [chip])
      expect(mismatch).toBeUndefined()
    }
  })

  it('also with SRAM macros, and a macro that reads wrong shows', { timeout: 600_000 }, async () => {
    if (!(await hasTools('iverilog', 'g++'))) {
      console.warn('SKIPPED: the gate netlist with SRAM macros; Icarus Verilog or g++ is missing')
      return
    }
    const gates = await gateNetlist(macroSpeck, { pdkRoot: undefined })
    const chips = [await openGates(macroSpeck, gates, { engine: 'icarus' })]
    // Cell by cell too, the macros with clocks behind gates
    if (process.env.CONCORD_DEEP) chips.push(await start('icarus', macroSpeck, cellNetlist))
    open.push(...chips)
    const drawn = fc.sample(scenarios(macroSpeck), { numRuns: process.env.CONCORD_DEEP ? 20 : 2, seed: 5 })
    for (const scenario of drawn) {
      const { mismatch } = await checkGates(macroSpeck, scenario, chips)
      expect(mismatch).toBeUndefined()
    }
    // Inverted where it is read, not where bytes of it are written
    const netlist = gates.netlist.replace(/(?<== )macro0_mem\[macro0_addr\];/, '~$&')
    expect(netlist).not.toBe(gates.netlist)
    const wrong = await openGates(macroSpeck, { ...gates, netlist }, { engine: 'icarus' })
    open.push(wrong)
    const { mismatch } = await checkGates(macroSpeck, drawn[0]!, [wrong])
    expect(mismatch?.signal).toBe('out_data_o[31:0]')
  })

  it('and switching in macros is counted on the gates', { timeout: 600_000 }, async () => {
    const { netlist } = await synthesiseModules(macroSpeck, new KeyedStore('calibrate/modules'), {
      pdkRoot: undefined,
    })
    const chip = flattenChip(netlist, TOP)
    const network = importOnnx(readFileSync(MODEL))
    const { stream } = workloadsFor(macroSpeck, { network, image: new Uint8Array(784) }).get('stream')!
    const recording = recordRun(macroSpeck, stream, { cycles: 500 })
    // Every output port in every cycle, words that went through macros among them
    const { toggles } = simulateGates(chip, chipLibrary(macroSpeck.technology), recording)
    const clocks = chip.cells.flatMap(({ pins: { clk0 } }) => (typeof clk0 === 'number' ? [clk0] : []))
    expect(clocks).toHaveLength(macroSpeck.actBanks)
    const accesses = clocks.reduce((sum, clock) => sum + toggles[clock] / 2, 0)
    const { storeReadWords, actWriteWords } = recording.activity
    expect(storeReadWords).toBeGreaterThan(50)
    // What a STORE might begin with is read as well
    expect(accesses).toBeGreaterThanOrEqual(storeReadWords + actWriteWords)
    expect(accesses).toBeLessThan(1.25 * (storeReadWords + actWriteWords))
  })

  it('a wrong gate shows', { timeout: 600_000 }, async () => {
    if (!(await hasTools('iverilog', 'g++'))) return
    const { netlist, models } = await cellNetlist(speck, { pdkRoot: undefined })
    const wrong = netlist.replaceAll('sky130_fd_sc_hd__fa_1 ', 'wrong_adder ')
    const cell =
      'module wrong_adder (input A, input B, input CIN, output COUT, output SUM); assign COUT = A; assign SUM = B; endmodule\n'
    const chip = await openGates(speck, { netlist: wrong, models: models + cell }, { engine: 'icarus' })
    open.push(chip)
    const { mismatch } = await checkGates(speck, sums, [chip])
    expect(mismatch?.signal).toBe('out_data_o[31:0]')
  })
})
