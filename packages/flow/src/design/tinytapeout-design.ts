import type { ChipConfig } from '@concord/arch'
import { chipCommon, INSIDE_ANOTHER, STRICT } from './chip-designs.js'
import type { Design } from './design.js'

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

function round(value: number): number {
  return Number(value.toFixed(4))
}
