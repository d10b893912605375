import { type ChipConfig, type RtlParameters, rtlParameters } from '@concord/arch'
import type { Design, FlowValue, PinOrder, PortTiming } from './design.js'
import { moduleHeader } from './module-header.js'
import { chipSources } from './sources.js'

/** Shares of the period that LibreLane gives to what is outside of the ports, and its clock transition for sky130. */
const OUTSIDE = 0.2
const CLOCK_TRANSITION_NS = 0.15

/** Variables of every design: pins that the order forgets and lint warnings end the run. */
const STRICT = { ERRORS_ON_UNMATCHED_IO: 'both', ERROR_ON_LINTER_WARNINGS: true } as const

/**
 * Size from the cells: 65 % of the core in the end was reached on a routed block; clock tree and repairs take the last 10.
 */
const SIZED_BY_CELLS = {
  FP_SIZING: 'relative',
  FP_CORE_UTIL: 55,
  PL_TARGET_DENSITY_PCT: 'expr::$FP_CORE_UTIL + 10',
} as const

/** A block in a larger chip: one power grid layer, and the top layer left to that chip. */
const INSIDE_ANOTHER = { RT_MAX_LAYER: 'met4', PDN_MULTILAYER: false } as const

/** Names of the power nets of Caravel's user area. */
const CARAVEL_POWER = { VDD_NETS: ['vccd1'], GND_NETS: ['vssd1'] } as const

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
  const { resetPort: _, ...common } = chipCommon(config, 'concord_row.sv')
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

/** Size of the macro in Caravel's user area, which is 2920 × 3520 µm; the rest is for the wrapper's ring and wires. */
export const CARAVEL_MACRO_UM = { width: 2780, height: 3360 } as const

/** The chip behind Caravel's Wishbone. */
export function caravelDesign(config: ChipConfig): Design {
  const periodNs = Math.max(CARAVEL_PERIOD_NS, 1000 / config.clockMhz)
  return {
    ...chipCommon(config, 'wrapper/concord_caravel.sv'),
    name: `${config.name}-caravel`,
    clockPort: 'wb_clk_i',
    clockPeriodNs: periodNs,
    resetPort: 'wb_rst_i',
    ports: CARAVEL_PORTS,
    pins: caravelPins(['wb_.*', 'wbs_.*', 'irq_.*', 'la_.*'], false),
    variables: {
      ...STRICT,
      FP_SIZING: 'absolute',
      DIE_AREA: [0, 0, CARAVEL_MACRO_UM.width, CARAVEL_MACRO_UM.height],
      ...INSIDE_ANOTHER,
      ...CARAVEL_POWER,
    },
  }
}

/** Caravel's management SoC runs at 40 MHz; its arrival times are those of its own constraints for user projects. */
const CARAVEL_PERIOD_NS = 25
const CARAVEL_PORTS: PortTiming = {
  inputDelayNs: 4.74,
  outputDelayNs: 8,
  resetDelayNs: CARAVEL_PERIOD_NS / 2,
  clockLatencyNs: [4.65, 5.57],
  clockTransitionNs: 0.61,
}

/** One TinyTapeout tile and the gap to the next, µm; the largest design has 8 × 2. */
const TILE_UM = { width: 161, height: 111.52, gapX: 12.88, gapY: 2.72 } as const

/** A design for TinyTapeout, on as many tiles as given. */
export function tinyTapeoutDesign(config: ChipConfig, tiles: readonly [x: number, y: number]): Design {
  const [x, y] = tiles
  return {
    ...chipCommon(config, 'wrapper/tt_um_concord.sv'),
    name: `${config.name}-tinytapeout`,
    clockPort: 'clk',
    resetPort: 'rst_n',
    pins: {
      N: ['clk', 'ena', 'rst_n', 'ui_in.*', 'uo_out.*', 'uio_.*'],
      E: [],
      S: [],
      W: [],
    },
    variables: {
      ...STRICT,
      FP_SIZING: 'absolute',
      DIE_AREA: [
        0,
        0,
        round(x * TILE_UM.width + (x - 1) * TILE_UM.gapX),
        round(y * TILE_UM.height + (y - 1) * TILE_UM.gapY),
      ],
      ...INSIDE_ANOTHER,
    },
  }
}

/** Caravel's user area around one hardened macro: wires and power, no cells of its own. */
export function wrapperDesign(macro: Design): Design {
  const views = `dir::../${macro.name}/${VIEWS_FOLDER}`
  const corners = (kind: string) => ({ [`${kind}_*`]: [`${views}/spef/${kind}/${macro.top}.${kind}.spef`] })
  return {
    name: 'user_project_wrapper',
    top: 'user_project_wrapper',
    sources: ['wrapper/user_project_wrapper.sv'],
    parameters: {},
    clockPort: 'wb_clk_i',
    clockPeriodNs: macro.clockPeriodNs,
    resetPort: 'wb_rst_i',
    ports: CARAVEL_PORTS,
    pins: caravelPins(['wb_.*', 'wbs_.*', 'la_.*', 'user_.*'], true),
    variables: {
      ...STRICT,
      SYNTH_ELABORATE_ONLY: true,
      FP_SIZING: 'absolute',
      DIE_AREA: [0, 0, WRAPPER_UM.width, WRAPPER_UM.height],
      CORE_AREA: [5.52, 10.88, WRAPPER_UM.width - 5.52, WRAPPER_UM.height - 10.88],
      RT_MAX_LAYER: 'met4',
      VDD_NETS: ['vccd1', 'vccd2', 'vdda1', 'vdda2'],
      GND_NETS: ['vssd1', 'vssd2', 'vssa1', 'vssa2'],
      PDN_CORE_RING: true,
      PDN_CORE_RING_VWIDTH: 3.1,
      PDN_CORE_RING_HWIDTH: 3.1,
      PDN_CORE_RING_VOFFSET: 12.45,
      PDN_CORE_RING_HOFFSET: 12.45,
      PDN_CORE_RING_VSPACING: 1.7,
      PDN_CORE_RING_HSPACING: 1.7,
      PDN_ENABLE_RAILS: false,
      PDN_MACRO_CONNECTIONS: [`${MACRO_INSTANCE} vccd1 vssd1 vccd1 vssd1`],
      MACROS: {
        [macro.top]: {
          gds: [`${views}/gds/${macro.top}.gds`],
          lef: [`${views}/lef/${macro.top}.lef`],
          nl: [`${views}/nl/${macro.top}.nl.v`],
          pnl: [`${views}/pnl/${macro.top}.pnl.v`],
          vh: [`${views}/vh/${macro.top}.vh`],
          spef: { ...corners('min'), ...corners('nom'), ...corners('max') },
          instances: {
            [MACRO_INSTANCE]: {
              location: [
                (WRAPPER_UM.width - CARAVEL_MACRO_UM.width) / 2,
                (WRAPPER_UM.height - CARAVEL_MACRO_UM.height) / 2,
              ],
              orientation: 'N',
            },
          },
        },
      } satisfies FlowValue,
      ...WIRES_ONLY,
    },
  }
}

/**
 * Sides of Caravel's user area: the bus below, pads 0..14 right, 15..23 above, 24..37 left.
 *
 * @param south - patterns of the lower side
 * @param analog - the analog pads are ports too
 */
function caravelPins(south: readonly string[], analog: boolean): PinOrder {
  const pads = (digital: string, analogNumbers: string): string[] => [
    `io_.*\\[${digital}\\]`,
    ...(analog ? [`analog_io\\[${analogNumbers}\\]`] : []),
  ]
  return {
    N: pads('(1[5-9]|2[0-3])', '([89]|1[0-6])'),
    E: pads('([0-9]|1[0-4])', '[0-7]'),
    S: south,
    W: pads('(2[4-9]|3[0-7])', '(1[7-9]|2[0-8])'),
  }
}

/** Where a run leaves what the next level needs, inside the folder of the design. */
export const VIEWS_FOLDER = 'views'
const WRAPPER_UM = { width: 2920, height: 3520 } as const
const MACRO_INSTANCE = 'u_concord'
/** Steps that would put cells between the ports and the macro. */
const WIRES_ONLY = {
  RUN_CTS: false,
  RUN_POST_GPL_DESIGN_REPAIR: false,
  RUN_POST_CTS_RESIZER_TIMING: false,
  RUN_POST_GRT_DESIGN_REPAIR: false,
  RUN_POST_GRT_RESIZER_TIMING: false,
  RUN_ANTENNA_REPAIR: false,
  RUN_TAP_ENDCAP_INSERTION: false,
  RUN_FILL_INSERTION: false,
  RUN_IRDROP_REPORT: false,
  ERROR_ON_PDN_VIOLATIONS: false,
} as const

function chipCommon(config: ChipConfig, source: string) {
  const all = rtlParameters(config)
  const periodNs = round(1000 / config.clockMhz)
  const wanted = moduleHeader(source).parameters
  const parameters: RtlParameters = Object.fromEntries(wanted.map((name) => [name, all[name]!]))
  const sources = chipSources()
  return {
    top: source.replace(/^.*\//, '').replace(/\.sv$/, ''),
    sources: sources.includes(source) ? sources : [...sources, source],
    parameters,
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

function round(value: number): number {
  return Number(value.toFixed(4))
}
