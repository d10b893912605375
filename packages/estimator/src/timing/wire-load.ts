import type { LibertyGroup } from '../liberty/parse-liberty.js'
import { attribute } from '../liberty/read-group.js'
import type { Technology } from '../technology/technology.js'

/** Name of the wire model and of the library that holds it. */
export const WIRE_LOAD = { model: 'concord_net', library: 'concord_wires' } as const

/** Sinks up to which a net has the mean length; each further one adds half of it. */
const MEAN_FAN_OUT = 2

/** The wire model in words, for reports. */
export function describeWireLoad({ wire }: Technology): string {
  const { lengthUmPerNet, capacitanceFfPerUm } = wire
  const further = lengthUmPerNet / 2
  const ff = (um: number): string => (um * capacitanceFfPerUm).toFixed(1)
  return `${ff(lengthUmPerNet)} fF (${lengthUmPerNet} µm of ${capacitanceFfPerUm} fF/µm) for up to ${MEAN_FAN_OUT} sinks, ${ff(further)} fF for each further one; no wire resistance; ideal clock`
}

/** A Liberty library that holds nothing but the wire model; its thresholds are those of the cells. */
export function wireLoadLiberty({ wire }: Technology, cells: LibertyGroup): string {
  const thresholds = [...cells.attributes.keys()].filter((name) =>
    /^(in|out)put_threshold_pct|^slew_/.test(name),
  )
  const { lengthUmPerNet, capacitanceFfPerUm } = wire
  return [
    `library (${WIRE_LOAD.library}) {`,
    ' delay_model : table_lookup; time_unit : "1ns"; voltage_unit : "1V"; current_unit : "1mA";',
    ' pulling_resistance_unit : "1kohm"; capacitive_load_unit (1, ff);',
    ...thresholds.map((name) => ` ${name} : ${attribute(cells, name)};`),
    ` wire_load ("${WIRE_LOAD.model}") {`,
    `  resistance : 0; capacitance : ${capacitanceFfPerUm}; area : 0; slope : ${lengthUmPerNet / 2};`,
    `  fanout_length (1, ${lengthUmPerNet}); fanout_length (${MEAN_FAN_OUT}, ${lengthUmPerNet});`,
    ' }',
    '}',
    '',
  ].join('\n')
}
