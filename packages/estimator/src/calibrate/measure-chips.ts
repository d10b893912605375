import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ChipConfig, parseChipText } from '@concord/arch'
import { estimateArea } from '../area/estimate-area.js'
import { loadLibrary } from '../cells/load-library.js'
import { withMacros } from '../cells/macro-cells.js'
import { findPdk } from '../technology/find-pdk.js'
import { loadTechnology } from '../technology/load-technology.js'
import { estimateTiming } from '../timing/estimate-timing.js'
import { blockOfPlace } from './blocks-of-places.js'
import { chipTiming } from './chip-timing.js'
import { flattenChip } from './flat-chip.js'
import { KeyedStore } from './keyed-store.js'
import { synthesiseModules, TOP } from './module-synthesis.js'

/**
 * Prints area and clock of chips by estimate and of their netlists, mapped module by module and timed as those that the calibration is made of; macros
 * are not counted in the area, since their size is given.
 */
async function measureChips(files: readonly string[]): Promise<void> {
  const pdkRoot = findPdk()
  for (const file of files) {
    // What pnpm is called from, not the package
    const path = resolve(process.env.INIT_CWD ?? '.', file)
    await measureChip(parseChipText(readFileSync(path, 'utf8'), file), pdkRoot)
  }
}

async function measureChip(config: ChipConfig, pdkRoot: string | undefined): Promise<void> {
  const { netlist } = await synthesiseModules(config, new KeyedStore('calibrate/modules'), { pdkRoot })
  const chip = flattenChip(netlist, TOP)
  const { cells } = withMacros(loadLibrary(config.technology), loadTechnology(config.technology))
  const sum = (isMacro: boolean): number =>
    chip.cells.reduce((area, { type }) => {
      const cell = cells[type]!
      return (cell.macro !== undefined) === isMacro ? area + cell.areaUm2 : area
    }, 0)
  const estimate = estimateArea(config)
  const estimatedUm2 = estimate.cellAreaUm2.value - sum(true)
  console.log(
    `${config.name}: cells ${row(estimatedUm2, sum(false), 'µm²')}, macros ${sum(true).toFixed(0)} µm²`,
  )
  const periods = await chipTiming(chip, chip.places.map(blockOfPlace(config)), {
    ...{ technology: config.technology, pdkRoot },
  })
  for (const { corner, clockMhz, blocks } of estimateTiming(config)) {
    const measured = periods[corner]!
    const [slowest] = Object.entries(measured).sort(([, a], [, b]) => b - a)
    console.log(
      `  ${corner}: clock ${row(clockMhz.value, 1000 / slowest![1], 'MHz')} (slowest: ${slowest![0]})`,
    )
    for (const name of ['operands', 'storeEngine'] as const) {
      const { periodNs } = blocks.find((block) => block.name === name)!
      console.log(`    ${name} ${row(periodNs, measured[name]!, 'ns')}`)
    }
  }
}

/** `estimated 10.0, netlist 9.0 ns: +11.1 %`. */
function row(estimated: number, measured: number, unit: string): string {
  const error = (100 * (estimated - measured)) / measured
  const figure = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3))
  const sign = error < 0 ? '' : '+'
  return `estimated ${figure(estimated)}, netlist ${figure(measured)} ${unit}: ${sign}${error.toFixed(1)} %`
}

await measureChips(process.argv.slice(2).filter((argument) => argument !== '--'))
