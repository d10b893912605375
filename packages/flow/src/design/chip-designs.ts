import { type ChipConfig, ConcordError, type RtlParameters, rtlParameters } from '@concord/arch'
import { chipMacros, estimateArea } from '@concord/estimator'
import type { Design } from './design.js'
import { macroParts } from './macro-files.js'
import { moduleHeader } from './module-header.js'
import { placeMacros } from './place-macros.js'
import { chipSources } from './sources.js'

/** Shares of the period that LibreLane gives to what is outside of the ports, and its clock transition for sky130. */
const OUTSIDE = 0.2
const CLOCK_TRANSITION_NS = 0.15

/** Variables of every design: pins that the order forgets and lint warnings end the run. */
export const STRICT = { ERRORS_ON_UNMATCHED_IO: 'both', ERROR_ON_LINTER_WARNINGS: true } as const

/** Filling of the core before clock tree and repairs, %, and what they add: 65 % in the end was reached on a routed block. */
const FILLING = { cells: 55, repairs: 10 } as const

/** Size from the cells. */
const SIZED_BY_CELLS = {
  FP_SIZING: 'relative',
  FP_CORE_UTIL: FILLING.cells,
  PL_TARGET_DENSITY_PCT: `expr::$FP_CORE_UTIL + ${FILLING.repairs}`,
} as const

/** A block in a larger chip: one power grid layer, and the top layer left to that chip. */
export const INSIDE_ANOTHER = { RT_MAX_LAYER: 'met4', PDN_MULTILAYER: false } as const

const CHIP = 'concord_chip.sv'
const ROW = 'concord_row.sv'

/** What can have macros, or has no activation banks at all. */
const WITH_ANY_BANKS: readonly string[] = [CHIP, ROW]

/** The chip by itself, streams and Wishbone at its ports; with its SRAM macros placed, where it has some. */
export function chipDesign(config: ChipConfig): Design {
  const { variables, ...files } = floorplan(config)
  return {
    ...chipCommon(config, CHIP),
    ...files,
    name: config.name,
    pins: {
      N: ['done_o', 'error_o'],
      E: ['out_.*'],
      S: ['wb_.*'],
      W: ['clk_i', 'rst_ni', 'in_.*'],
    },
    variables: { ...STRICT, ...variables },
  }
}

/** Size of the chip by itself: from its cells as synthesised, or around its macros, which stand before there is a netlist. */
function floorplan(config: ChipConfig): Pick<Design, 'variables' | 'files' | 'pdkFiles'> {
  const macros = chipMacros(config)
  if (macros === undefined) return { variables: SIZED_BY_CELLS }
  const { widthUm, heightUm, instances } = macros
  const macrosUm2 = instances.length * widthUm * heightUm
  const cellsUm2 = (estimateArea(config).cellAreaUm2.value - macrosUm2) / (FILLING.cells / 100)
  const placement = placeMacros({ count: instances.length, widthUm, heightUm, cellsUm2 })
  const { variables, ...files } = macroParts(macros, placement)
  return {
    ...files,
    variables: { ...variables, PL_TARGET_DENSITY_PCT: FILLING.cells + FILLING.repairs },
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
 * @throws MacroPlacementError for a chip with SRAM macros behind a wrapper
 */
export function chipCommon(config: ChipConfig, source: string) {
  if (config.memories.act === 'sram' && !WITH_ANY_BANKS.includes(source))
    throw new MacroPlacementError(config.name)
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

/** A chip with SRAM macros was to become a block of another chip. */
export class MacroPlacementError extends ConcordError {
  override readonly name = 'MacroPlacementError'

  constructor(chip: string) {
    super({
      what: 'A chip with SRAM macros cannot be a block of another chip',
      where: `memories.act of ${chip}`,
      why: 'the power pins of the macros are on met4, which is the only layer of the power grid of such a block: they need met5 across them',
      fix: 'harden it by itself (--design chip), or set memories.act to latch',
    })
  }
}
