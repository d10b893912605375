import { PRESETS, type PresetName, rtlParameters } from '@concord/arch'
import { compareChip } from './compare-structure.js'
import { countStorage } from './count-storage.js'
import { readRtl } from './read-rtl.js'

/**
 * Prints storage cells by module, model against Yosys, and fails when any module differs.
 *
 * @param flat - also synthesise across modules, where registers that nothing reads vanish; slow for large chips
 */
async function checkStructure(preset: PresetName, flat: boolean): Promise<void> {
  const rtl = readRtl('latch')
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
  if (flat) {
    const model = comparison.reduce((sum, { model }) => sum + model.flops, 0)
    console.log(`${preset}: synthesising the chip flat`)
    const counted = await countStorage(rtl, 'concord_chip', rtlParameters(config), { flatten: true })
    const { flops } = counted.get('concord_chip')!
    console.log(`flat: ${flops} flops, model ${model}, ratio ${(model / flops).toFixed(3)}`)
  }
  if (differs) process.exitCode = 1
}

const [preset = 'nano'] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
await checkStructure(preset as PresetName, process.argv.includes('--flat'))
