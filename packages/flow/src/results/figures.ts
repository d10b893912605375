import type { Metrics } from './metrics.js'

/** Timing in one corner; slacks are left out where there is no such path. */
export interface CornerFigures {
  readonly corner: string
  readonly setupSlackNs?: number
  readonly setupViolations?: number
  readonly holdSlackNs?: number
  readonly holdViolations?: number
}

/** What a run says of a layout, or of a netlist when it ended earlier; what was not measured is left out. */
export interface FlowFigures {
  readonly dieAreaUm2?: number
  readonly coreAreaUm2?: number
  /** Standard cells without fill; before the floorplan the cells of the netlist, where macros, being Verilog headers, have no area. */
  readonly cellAreaUm2?: number
  readonly macroAreaUm2?: number
  readonly cells?: number
  /** Cells and macros in the core, 0..1. */
  readonly utilisation?: number
  readonly wirelengthUm?: number
  readonly worstIrDropV?: number
  readonly corners: readonly CornerFigures[]
  /** Number of findings of each check that was made. */
  readonly checks: Readonly<Record<string, number>>
}

/** The checks, by what people call them; all must be 0 for a layout to be made. */
const CHECKS = {
  'lint errors': 'design__lint_error__count',
  'lint warnings': 'design__lint_warning__count',
  'inferred latches': 'design__inferred_latch__count',
  'unmapped cells': 'design__instance_unmapped__count',
  'synthesis checks': 'synthesis__check_error__count',
  'power grid': 'design__power_grid_violation__count',
  'disconnected pins': 'design__critical_disconnected_pin__count',
  'routing DRC': 'route__drc_errors',
  'Magic DRC': 'magic__drc_error__count',
  'KLayout DRC': 'klayout__drc_error__count',
  'illegal overlaps': 'magic__illegal_overlap__count',
  LVS: 'design__lvs_error__count',
  XOR: 'design__xor_difference__count',
  'antenna nets': 'antenna__violating__nets',
  'set-up violations': 'timing__setup_vio__count',
  'hold violations': 'timing__hold_vio__count',
  'slew violations': 'design__max_slew_violation__count',
  'capacitance violations': 'design__max_cap_violation__count',
} as const

/** Reads the figures of a run off its metrics. */
export function flowFigures(metrics: Metrics): FlowFigures {
  const number = (name: string): number | undefined => {
    const value = metrics.get(name)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
  const dieAreaUm2 = number('design__die__area') ?? boxArea(metrics.get('design__die__bbox'))
  // Once there are rows, `design__instance__area` may count fill
  const cellAreaUm2 =
    number('design__instance__area__stdcell') ??
    (dieAreaUm2 === undefined ? number('design__instance__area') : undefined)
  const checks = Object.entries(CHECKS).flatMap(([check, name]) => {
    const count = number(name)
    return count === undefined ? [] : [[check, count] as const]
  })
  return defined({
    dieAreaUm2,
    coreAreaUm2: number('design__core__area') ?? boxArea(metrics.get('design__core__bbox')),
    cellAreaUm2,
    macroAreaUm2: number('design__instance__area__macros'),
    cells: number('design__instance__count__stdcell') ?? number('design__instance__count'),
    utilisation: number('design__instance__utilization'),
    wirelengthUm: number('route__wirelength'),
    worstIrDropV: number('ir__drop__worst'),
    corners: cornersOf(metrics).map((corner) =>
      defined({
        corner,
        setupSlackNs: number(`timing__setup__ws__corner:${corner}`),
        setupViolations: number(`timing__setup_vio__count__corner:${corner}`),
        holdSlackNs: number(`timing__hold__ws__corner:${corner}`),
        holdViolations: number(`timing__hold_vio__count__corner:${corner}`),
      }),
    ),
    checks: Object.fromEntries(checks),
  })
}

/** Corners whose timing was measured, in the order of the metrics. */
function cornersOf(metrics: Metrics): string[] {
  const corners = [...metrics.keys()].flatMap(
    (name) => /^timing__(?:setup|hold)__ws__corner:(.+)$/.exec(name)?.[1] ?? [],
  )
  return [...new Set(corners)]
}

/** Area of a box such as `0.0 0.0 100.0 50.0`. */
function boxArea(box: number | string | undefined): number | undefined {
  const [x0, y0, x1, y1] = String(box ?? '')
    .split(/\s+/)
    .map(Number)
  const area = (x1! - x0!) * (y1! - y0!)
  return Number.isFinite(area) ? area : undefined
}

/** Without the keys whose values are undefined, so that JSON and equality do not tell "left out" from "undefined". */
function defined<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
