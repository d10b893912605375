import { readFileSync } from 'node:fs'
import { type ChipConfig, PRESETS, parseChipText } from '@concord/arch'
import { caravelDesign, wrapperDesign } from './caravel-designs.js'
import { chipDesign, rowDesign } from './chip-designs.js'
import type { Design } from './design.js'
import { designFiles } from './design-files.js'
import { tinyTapeoutDesign } from './tinytapeout-design.js'

/** Where the committed folders are. */
export const OPENLANE_FOLDER = new URL('../../../../openlane/', import.meta.url)

/** Chip that fits TinyTapeout's largest design. */
const TINY_CHIP = 'tinytapeout/chip.json'
const TINY_TILES = [8, 2] as const

/** Chip whose cells leave a layout the room it takes in Caravel's user area; the preset's do not. */
const CARAVEL_CHIP = 'caravel/chip.json'

/** The designs whose LibreLane folders are part of the project, under the names of their folders. */
export function committedDesigns(): Design[] {
  const tiny = committedChip(TINY_CHIP)
  const caravel = { ...caravelDesign(committedChip(CARAVEL_CHIP)), name: 'caravel' }
  return [
    chipDesign(PRESETS.nano),
    chipDesign(PRESETS.edge),
    { ...rowDesign(PRESETS.caravel), name: 'row' },
    caravel,
    wrapperDesign(caravel),
    { ...tinyTapeoutDesign(tiny, TINY_TILES), name: 'tinytapeout' },
  ]
}

function committedChip(path: string): ChipConfig {
  return parseChipText(readFileSync(new URL(path, OPENLANE_FOLDER), 'utf8'), `openlane/${path}`)
}

/** Every file of the committed folders, by its path below `openlane/`. */
export function committedFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    committedDesigns().flatMap((design) =>
      Object.entries(designFiles(design, '../../rtl')).map(([file, text]) => [
        `${design.name}/${file}`,
        text,
      ]),
    ),
  )
}
