import type { ChipConfig } from '@concord/arch'
import { chipCommon, INSIDE_ANOTHER, STRICT } from './chip-designs.js'
import type { Design, FlowValue, PinOrder, PortTiming } from './design.js'

/** Names of the power nets of Caravel's user area. */
const CARAVEL_POWER = { VDD_NETS: ['vccd1'], GND_NETS: ['vssd1'] } as const

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

/** Caravel's user area around one hardened macro: wires and power, no cells of its own. */
export function wrapperDesign(macro: Design): Design {
  const views = `dir::../${macro.name}/${VIEWS_FOLDER}`
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
          spef: Object.fromEntries(
            WIRES.map((wires) => [`${wires}_*`, [`${views}/spef/${wires}/${macro.top}.${wires}.spef`]]),
          ),
          lib: Object.fromEntries(
            WIRES.flatMap((wires) => CELLS.map((cells) => `${wires}_${cells}`)).map((corner) => [
              corner,
              [`${views}/lib/${corner}/${macro.top}__${corner}.lib`],
            ]),
          ),
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
/** Corners of LibreLane's static timing for sky130: wires times cells. */
const WIRES = ['min', 'nom', 'max'] as const
const CELLS = ['tt_025C_1v80', 'ss_100C_1v60', 'ff_n40C_1v95'] as const
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
