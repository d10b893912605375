import { type ChipConfig, PRESETS, StreamWriter } from '@concord/arch'
import { type ChipInputs, type ChipOutputs, idleInputs } from '../../src/index.js'
import { edge } from '../support/chips.js'
import {
  chunksProgram,
  convProgram,
  denseProgram,
  faultProgram,
  hornerProgram,
  overlapProgram,
  poolProgram,
  relayProgram,
} from './programs.js'
import { type Scenario, streamScenario } from './scenario.js'

const { nano } = PRESETS

/** A Wishbone transfer that starts in a cycle: a read, or a write of `data`. */
interface Transfer {
  readonly cycle: number
  readonly address: number
  readonly data?: number
}

/** A scenario with transfers on Wishbone, each requested for one cycle. */
function withTransfers(scenario: Scenario, transfers: readonly Transfer[]): Scenario {
  const start = () => {
    const host = scenario.start()
    return (cycle: number, before: ChipOutputs): ChipInputs => {
      const inputs = host(cycle, before)
      const transfer = transfers.find((candidate) => candidate.cycle === cycle)
      if (!transfer) return inputs
      const { address: wbAdr, data } = transfer
      const request = { ...inputs, wbCyc: true, wbStb: true, wbSel: 15, wbAdr }
      return data === undefined ? request : { ...request, wbWe: true, wbDat: data }
    }
  }
  return { ...scenario, start }
}

function idle(config: ChipConfig, cycles: number): Scenario {
  return { config, cycles, start: () => () => idleInputs }
}

/** On nano: the window is selected, BEGIN goes through it byte by byte, STATUS is read, the core is reset. */
function windowTransfers(): Scenario {
  const begin = new StreamWriter(nano).begin().bytes()
  return withTransfers(idle(nano, 20), [
    { cycle: 0, address: 0x08, data: 2 },
    ...Array.from(begin, (data, i) => ({ cycle: 2 + 2 * i, address: 0x14, data })),
    { cycle: 10, address: 0x0c },
    { cycle: 12, address: 0x08, data: 3 },
    { cycle: 14, address: 0x0c },
  ])
}

/** On edge: an error, what ERROR then shows, and a soft reset. */
function fault(): Scenario {
  return withTransfers(streamScenario(edge, faultProgram(), 14), [
    { cycle: 6, address: 0x10 },
    { cycle: 8, address: 0x08, data: 1 },
  ])
}

/** What the pages of docs/ show, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  relay: streamScenario(nano, relayProgram(), 36, (cycle) => cycle !== 28),
  dense: streamScenario(edge, denseProgram(), 80),
  conv: streamScenario(edge, convProgram(), 360),
  pool: streamScenario(edge, poolProgram(), 160),
  horner: streamScenario(edge, hornerProgram(), 60),
  chunks: streamScenario(edge, chunksProgram(), 110),
  overlap: streamScenario(edge, overlapProgram(), 1200),
  window: windowTransfers(),
  fault: fault(),
}
