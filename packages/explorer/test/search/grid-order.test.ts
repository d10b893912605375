import { expect, test } from 'vitest'
import { createPlan } from '../../src/run/plan-folder.js'
import { planPoints } from '../../src/search/strategies.js'
import { inFolder, spaceText } from '../support/exploration.js'

test('a grid has every chip once, those that differ in their clock only beside each other', async () => {
  const parameters = { clockMhz: [50, 100, 150], rows: [16, 32], lanes: [32, 64], weightDepth: [8, 16] }
  await inFolder(spaceText({ parameters }), async (folder, file) => {
    const { points } = planPoints(await createPlan(file, folder))
    expect(new Set(points.map(({ id }) => id)).size).toBe(24)
    expect(points.map(({ parameters: { clockMhz } }) => clockMhz)).toEqual(
      Array.from({ length: 8 }, () => parameters.clockMhz).flat(),
    )
    const chips = points.map(
      ({ parameters: { rows, lanes, weightDepth } }) => `${rows} ${lanes} ${weightDepth}`,
    )
    const changes = chips.filter((chip, i) => i === 0 || chip !== chips[i - 1])
    expect(changes.slice(0, 3)).toEqual(['16 32 8', '16 32 16', '16 64 8'])
    expect(changes).toHaveLength(8)
  })
})
