import { type ChipConfig, ConcordError, type RtlParameters, rtlParameters } from '@concord/arch'
import type { Design } from './design.js'
import { moduleHeader } from './module-header.js'
import { chipSources } from './sources.js'

/** Shares of the period that LibreLane gives to what is outside of the ports, and its clock transition for sky130. */
const OUTSIDE = 0.2
const CLOCK_TRANSITION_NS = 0.15

/** Variables of every design: pins that the order forgets and lint warnings end the run. */
export const STRICT = { ERRORS_ON_UNMATCHED_IO: 'both', ERROR_ON_LINTER_WARNINGS: true } as const

/**
 * Size from the cells: 65 % of the core in the end was reached on a routed block; clock tree and repairs take the last 10.
 */
const SIZED_BY_CELLS = {
  FP_SIZING: 'relative',
  FP_CORE_UTIL: 55,
  PL_TARGET_DENSITY_PCT: 'expr::$FP_CORE_UTIL + 10',
} as const

/** A block in a larger chip: one power grid layer, and the top layer left to that chip. */
export const INSIDE_ANOTHER = { RT_MAX_LAYER: 'met4', PDN_MULTILAYER: false } as const

/** A row has no activation banks. */
const ROW = 'concord_row.sv'

/** The chip by itself, streams and Wishbone at its ports. */
export function chipDesign(config: ChipConfig): Design {
  return {
    ...chipCommon(config, 'concord_chip.sv'),
    name: config.name,
    pins: {
      N: ['done_o', 'error_o'],
      E: ['out_.*'],
      S: ['wb_.*'],
      W: ['clk_i', 'rst_ni', 'in_.*'],
    },
    variables: { ...STRICT, ...SIZED_BY_CELLS },
  }
}

/** One row with its weights and its accumulator file, as a block of its own. */
export function rowDesign(config: ChipConfig): Design {
  const { resetPort: _, ...common } = chipCommon(config, ROW)
  return {
    ...common,
    name: `${config.name}-row`,
    pins: {
      N: ['weight_.*'],
      E: ['drain_.*'],
      S: ['act_.*'],
      W: ['clk_i', '(?!clk_i|weight_|act_|drain_).*'],
    },
    variables: { ...STRICT, ...SIZED_BY_CELLS, ...INSIDE_ANOTHER },
  }
}

/**
 * What all designs with a chip, or with a part of one, have in common.
 *
 * @throws MacroPlacementError for a chip with SRAM macros
 */
export function chipCommon(config: ChipConfig, source: string) {
  if (config.memories.act === 'sram' && source !== ROW) throw new MacroPlacementError(config.name)
  const periodNs = round(1000 / config.clockMhz)
  const sources = chipSources()
  return {
    top: source.replace(/^.*\//, '').replace(/\.sv$/, ''),
    sources: sources.includes(source) ? sources : [...sources, source],
    parameters: parametersOf(source, config),
    clockPort: 'clk_i',
    clockPeriodNs: periodNs,
    resetPort: 'rst_ni',
    ports: {
      inputDelayNs: OUTSIDE * periodNs,
      outputDelayNs: OUTSIDE * periodNs,
      clockTransitionNs: CLOCK_TRANSITION_NS,
    },
  }
}

/** Those of the chip's parameters that a module has. */
function parametersOf(source: string, config: ChipConfig): RtlParameters {
  const all = rtlParameters(config)
  const entries = moduleHeader(source).parameters.map((name) => {
    const value = all[name]
    if (value === undefined) throw new Error(`${source} has a parameter ${name} that no configuration sets`)
    return [name, value] as const
  })
  return Object.fromEntries(entries)
}

function round(value: number): number {
  return Number(value.toFixed(4))
}

/** A chip with SRAM macros was to be laid out. */
export class MacroPlacementError extends ConcordError {
  override readonly name = 'MacroPlacementError'

  constructor(chip: string) {
    super({
      what: 'No LibreLane folder for a chip with SRAM macros',
      where: `memories.act of ${chip}`,
      why: 'macros need places and power of their own in the floorplan, which is not written for them',
      fix: 'set memories.act to latch; or start from the folder of that chip, set ActSram=1 and add MACROS and PDN_MACRO_CONNECTIONS by hand',
    })
  }
}
