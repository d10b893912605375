import type { ChipMacros } from '@concord/estimator'
import type { Design, FlowValue } from './design.js'
import { HALO_UM, type MacroPlacement } from './place-macros.js'

/** Supply and ground of LibreLane's sky130, where a design says nothing else. */
const NETS = ['VPWR', 'VGND'] as const

/** Variant of the PDK, which LibreLane's `pdk_dir` stands for. */
const VARIANT = 'sky130A/'

/**
 * What a design with SRAM macros has beside the others: their views, places and power, and the room that is theirs.
 *
 * Size and layout are the PDK's. Times and energies are generated from the facts of the technology, by corner: the PDK's Liberty is of one
 * corner, analytic, and asks for no hold time.
 */
export function macroParts(
  macros: ChipMacros,
  { dieUm, coreUm, placesUm }: MacroPlacement,
): Required<Pick<Design, 'files' | 'pdkFiles'>> & {
  readonly variables: Readonly<Record<string, FlowValue>>
} {
  const { cell, lef, gds, instances, power } = macros
  const corners = Object.keys(macros.liberty)
  const header = `${cell}.vh`
  const liberty = (corner: string) => `${cell}__${corner}.lib`
  const inPdk = (path: string) => [`pdk_dir::${path.slice(VARIANT.length)}`]
  return {
    files: {
      [header]: macros.header,
      ...Object.fromEntries(corners.map((corner) => [liberty(corner), macros.liberty[corner]!])),
    },
    pdkFiles: [lef, gds],
    variables: {
      FP_SIZING: 'absolute',
      DIE_AREA: [...dieUm],
      CORE_AREA: [...coreUm],
      FP_MACRO_HORIZONTAL_HALO: HALO_UM,
      FP_MACRO_VERTICAL_HALO: HALO_UM,
      PDN_HORIZONTAL_HALO: HALO_UM,
      PDN_VERTICAL_HALO: HALO_UM,
      PDN_MACRO_CONNECTIONS: [`.*u_macro ${NETS.join(' ')} ${power.join(' ')}`],
      MACROS: {
        [cell]: {
          gds: inPdk(gds),
          lef: inPdk(lef),
          vh: [`dir::${header}`],
          lib: Object.fromEntries(corners.map((corner) => [`*_${corner}`, [`dir::${liberty(corner)}`]])),
          instances: Object.fromEntries(
            instances.map((name, i) => [name, { location: [...placesUm[i]!], orientation: 'N' }]),
          ),
        },
      },
    },
  }
}
