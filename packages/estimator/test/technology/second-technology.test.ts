import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRESETS, parseChipConfig, zeroActivity } from '@concord/arch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { areaParts } from '../../src/area/area-parts.js'
import { estimateArea } from '../../src/area/estimate-area.js'
import { estimateEnergy } from '../../src/energy/estimate-energy.js'
import {
  factsPath,
  loadTechnology,
  technologyNames,
  UnknownTechnologyError,
} from '../../src/technology/load-technology.js'

const OWN = 'sky130_fd_sc_hd'
const OTHER = 'half_size'
const folder = mkdtempSync(join(tmpdir(), 'concord-technologies-'))

/** Every cell half as large, one corner, half the voltage. */
function halfSize(): object {
  const facts = structuredClone(loadTechnology(OWN))
  const corner = 'tt_025C_0v90'
  for (const cell of Object.values(facts.cells)) {
    cell.areaUm2 /= 2
    cell.corners = { [corner]: cell.corners.tt_025C_1v80! }
  }
  return { ...facts, name: OTHER, nodeNm: 90, corners: { [corner]: { voltageV: 0.9, temperatureC: 25 } } }
}

beforeAll(() => {
  writeFileSync(join(folder, `${OTHER}.json`), JSON.stringify(halfSize()))
  process.env.CONCORD_TECHNOLOGIES = folder
})
afterAll(() => {
  delete process.env.CONCORD_TECHNOLOGIES
  rmSync(folder, { recursive: true })
})

describe('another technology is a file', () => {
  const config = parseChipConfig({ ...PRESETS.nano, technology: OTHER, corner: 'tt_025C_0v90' }, 'test')

  test('that is found, and can be estimated with', () => {
    expect(technologyNames()).toEqual([OTHER, OWN])
    const own = areaParts(PRESETS.nano)
    const other = areaParts(config)
    expect(other.lanes.storageUm2).toBeCloseTo(own.lanes.storageUm2 / 2, 6)
    expect(other.lanes.logicUm2).toBeCloseTo(own.lanes.logicUm2 / 2, 6)
    const energy = estimateEnergy(config, zeroActivity(), 100)
    expect(energy.voltageV).toBe(0.9)
    expect(energy.totalNj.value).toBeGreaterThan(0)
  })

  test('whose error is not known until it is calibrated', () => {
    expect(estimateArea(config).cellAreaUm2.error).toBe('not yet measured')
  })

  test('and one that is not there is an error that names those that are', () => {
    const estimate = () => estimateArea({ ...config, technology: 'absent' })
    expect(estimate).toThrow(UnknownTechnologyError)
    expect(estimate).toThrow(`${OTHER}, ${OWN}`)
    expect(JSON.parse(readFileSync(factsPath(OWN), 'utf8')).name).toBe(OWN)
  })
})
