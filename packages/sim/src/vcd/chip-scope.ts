import { COUNTER_NAMES } from '@concord/arch'
import type { ChipInputs, ChipOutputs } from '../ports.js'
import type { Chip } from '../step/chip.js'
import type { Control } from '../step/control.js'
import type { Core } from '../step/core.js'
import { arrayScope, computeEngineScope, postUnitScope } from './compute-scopes.js'
import { commandUnitScope, loadEngineScope, storeEngineScope } from './engine-scopes.js'
import { flag, type Scope, type Signal, signal } from './scope.js'

/** Ports of the chip in the cycle that is sampled. */
export interface SampledPorts {
  clk: boolean
  inputs: ChipInputs
  outputs: ChipOutputs
}

/** The hierarchy of rtl/concord_chip.sv with its registers and main signals, without memories. */
export function chipScope(chip: Chip, ports: SampledPorts): Scope {
  return {
    name: 'concord_chip',
    signals: portSignals(chip.config.streamBits, ports),
    scopes: [controlScope(chip.control), coreScope(chip.core)],
  }
}

function portSignals(streamBits: number, ports: SampledPorts): Signal[] {
  const beat = new Uint32Array(2)
  const data = (low: number, high: number) => {
    beat[0] = low
    beat[1] = high
    return streamBits === 64 ? beat : low
  }
  return [
    flag('clk_i', () => ports.clk),
    flag('rst_ni', () => ports.inputs.rstN),
    flag('in_valid_i', () => ports.inputs.inValid),
    flag('in_ready_o', () => ports.outputs.inReady),
    signal('in_data_i', streamBits, () => data(ports.inputs.inData, ports.inputs.inDataHigh)),
    flag('in_last_i', () => ports.inputs.inLast),
    flag('out_valid_o', () => ports.outputs.outValid),
    flag('out_ready_i', () => ports.inputs.outReady),
    signal('out_data_o', streamBits, () => data(ports.outputs.outData, ports.outputs.outDataHigh)),
    flag('wb_cyc_i', () => ports.inputs.wbCyc),
    flag('wb_stb_i', () => ports.inputs.wbStb),
    flag('wb_we_i', () => ports.inputs.wbWe),
    signal('wb_sel_i', 4, () => ports.inputs.wbSel),
    signal('wb_adr_i', 8, () => ports.inputs.wbAdr),
    signal('wb_dat_i', 32, () => ports.inputs.wbDat),
    flag('wb_ack_o', () => ports.outputs.wbAck),
    signal('wb_dat_o', 32, () => ports.outputs.wbDat),
    flag('done_o', () => ports.outputs.done),
    flag('error_o', () => ports.outputs.error),
  ]
}

function controlScope(control: Control): Scope {
  return {
    name: 'u_control',
    signals: [
      flag('soft_reset_q', () => control.softResetQ),
      flag('window_q', () => control.windowQ),
      flag('full_q', () => control.fullQ),
      signal('data_q', control.streamBits, () => control.dataQ),
      flag('last_q', () => control.lastQ),
    ],
    scopes: [],
  }
}

function coreScope(core: Core): Scope {
  return {
    name: 'u_core',
    signals: [
      signal('error_o', 4, () => core.errorQ),
      signal('error_engine_o', 2, () => core.errorEngineQ),
      signal('error_index_o', 16, () => core.errorIndexQ),
      flag('started_q', () => core.startedQ),
    ],
    scopes: [
      ownershipScope(core),
      commandUnitScope(core.commandUnit),
      loadEngineScope(core.loadEngine),
      computeEngineScope(core.computeEngine),
      arrayScope(core.array),
      postUnitScope(core.postUnit),
      storeEngineScope(core.storeEngine),
      countersScope(core),
    ],
  }
}

function ownershipScope({ ownership }: Core): Scope {
  const banks = [...ownership.ownerQ.keys()].filter((bank) => ownership.exists(bank))
  return {
    name: 'u_ownership',
    signals: [],
    scopes: banks.map((bank) => ({
      name: `gen_bank[${bank}]`,
      signals: [],
      scopes: [
        {
          name: 'gen_real',
          signals: [
            flag('load_q', () => ownership.loadOwns(bank)),
            flag('compute_q', () => ownership.computeOwns(bank)),
            flag('store_q', () => ownership.storeOwns(bank)),
          ],
          scopes: [],
        },
      ],
    })),
  }
}

function countersScope({ counters, config }: Core): Scope {
  return {
    name: 'u_counters',
    signals: [],
    scopes: COUNTER_NAMES.map((_, i) => ({
      name: `gen_counter[${i}]`,
      signals: [signal('count_q', config.counterBits, () => counters.countQ[i])],
      scopes: [],
    })),
  }
}
