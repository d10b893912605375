import { fileURLToPath } from 'node:url'
import { PRESETS, type PresetName, rtlParameters } from '@concord/arch'
import { compareChip } from './compare-structure.js'
import { countStorage } from './count-storage.js'
import { readRtl } from './read-rtl.js'

/** Prints storage cells by module, model against Yosys, and fails when any module differs. */
async function checkStructure(preset: PresetName): Promise<void> {
  const rtl = readRtl(fileURLToPath(new URL('../../../../rtl', import.meta.url)))
  const config = PRESETS[preset]
  console.log(`${preset}: synthesising every module by itself`)
  const comparison = await compareChip(rtl, config)
  let differs = false
  console.log(
    `${'module'.padEnd(28)}${'flops'.padStart(8)}${'Yosys'.padStart(8)}${'latches'.padStart(9)}${'Yosys'.padStart(8)}`,
  )
  for (const { module, model, yosys } of comparison) {
    const equal = model.flops === yosys.flops && model.latches === yosys.latches
    differs ||= !equal
    const columns = [model.flops, yosys.flops].map((n) => String(n).padStart(8))
    const latches = [model.latches, yosys.latches].map((n, i) => String(n).padStart(9 - i))
    console.log(`${module.padEnd(28)}${columns.join('')}${latches.join('')}${equal ? '' : '  differs'}`)
  }
  const total = comparison.reduce((sum, { model }) => sum + model.flops, 0)
  console.log(`${preset}: synthesising the chip flat`)
  const flat = await countStorage(rtl, 'concord_chip', rtlParameters(config), { flatten: true })
  const flops = flat.get('concord_chip')!.flops
  console.log(`flat: ${flops} flops, model ${total}, ratio ${(total / flops).toFixed(3)}`)
  if (differs) process.exitCode = 1
}

await checkStructure((process.argv[2] ?? 'nano') as PresetName)
