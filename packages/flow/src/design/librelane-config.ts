import type { Design, FlowValue } from './design.js'

/** Names of the files of a folder. */
export const FOLDER_FILES = {
  config: 'config.json',
  pnrSdc: 'pnr.sdc',
  signoffSdc: 'signoff.sdc',
  pinOrder: 'pin_order.cfg',
} as const

/**
 * Configuration of a design for LibreLane 3.
 *
 * @param rtl - the folder `rtl/`, relative to the folder of the design
 */
export function librelaneConfig(design: Design, rtl: string): Readonly<Record<string, FlowValue>> {
  const parameters = Object.entries(design.parameters).map(([name, value]) => `${name}=${value}`)
  return {
    meta: { version: 3, flow: 'Classic' },
    DESIGN_NAME: design.top,
    VERILOG_FILES: design.sources.map((source) => `dir::${rtl}/${source}`),
    ...(parameters.length > 0 && { SYNTH_PARAMETERS: parameters }),
    CLOCK_PORT: design.clockPort,
    CLOCK_PERIOD: design.clockPeriodNs,
    PNR_SDC_FILE: `dir::${FOLDER_FILES.pnrSdc}`,
    SIGNOFF_SDC_FILE: `dir::${FOLDER_FILES.signoffSdc}`,
    FALLBACK_SDC: `dir::${FOLDER_FILES.signoffSdc}`,
    IO_PIN_ORDER_CFG: `dir::${FOLDER_FILES.pinOrder}`,
    ...design.variables,
  }
}
