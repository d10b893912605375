import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { checkScenario } from '../src/check/check-scenario.js'
import { loadRegression, regressionFiles } from '../src/check/regression.js'
import { openRtl } from '../src/rtl/rtl-chip.js'

const files = await regressionFiles()

test.each(files.map((file) => [basename(file), file]))('regression %s stays repaired', async (_, file) => {
  const { config, style, scenario } = await loadRegression(file)
  const rtls = [
    await openRtl(config, { engine: 'verilator', style }),
    await openRtl(config, { engine: 'icarus', style }),
  ]
  try {
    expect((await checkScenario(config, scenario, rtls)).mismatch).toBeUndefined()
  } finally {
    await Promise.all(rtls.map((rtl) => rtl.close()))
  }
})

test('the regression folder can be read', () => {
  expect(files.every((file) => file.endsWith('.json'))).toBe(true)
})
