import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { VIEWS_FOLDER } from '../../src/design/caravel-designs.js'
import { committedDesigns, committedFiles, OPENLANE_FOLDER } from '../../src/design/committed.js'
import type { Design, FlowValue } from '../../src/design/design.js'
import { moduleHeader } from '../../src/design/module-header.js'
import { checkFlowConfig } from '../../src/index.js'

const designs = committedDesigns()
const configOf = ({ name }: Design): Record<string, FlowValue> =>
  JSON.parse(readFileSync(new URL(`${name}/config.json`, OPENLANE_FOLDER), 'utf8'))

/** Ports of the top module, bit by bit, as a layout tool names them. */
function bits(design: Design): string[] {
  const source = design.sources.find((path) => path.endsWith(`${design.top}.sv`))!
  return moduleHeader(source).ports.flatMap(({ name, upper }) => {
    if (upper === undefined) return [name]
    // Widths that depend on parameters: the first two bits stand for all
    const count = /^\d+$/.test(upper) ? Number(upper) + 1 : 2
    return Array.from({ length: count }, (_, i) => `${name}[${i}]`)
  })
}

describe('openlane/', () => {
  it('is what its chips’ configurations give (else: pnpm --filter @concord/flow generate)', () => {
    for (const [path, text] of Object.entries(committedFiles())) {
      expect(readFileSync(new URL(path, OPENLANE_FOLDER), 'utf8'), path).toBe(text)
    }
  })

  it.each(designs)('$name: LibreLane knows every variable and takes every value', (design) => {
    expect(checkFlowConfig(configOf(design))).toEqual([])
  })

  it.each(designs)('$name: every file it names is there, or comes out of hardening its macro', (design) => {
    const paths = JSON.stringify(configOf(design)).match(/(?<="dir::)[^"]+/g)!
    expect(paths.length).toBeGreaterThan(4)
    const folder = new URL(`${design.name}/`, OPENLANE_FOLDER)
    const missing = paths.filter((path) => !existsSync(fileURLToPath(new URL(path, folder))))
    const views = missing.filter((path) => path.startsWith(`../caravel/${VIEWS_FOLDER}/`))
    expect(missing).toEqual(views)
    expect(views.length > 0).toBe(design.name === 'user_project_wrapper')
  })

  it.each(designs)('$name: the pin order has every port once and no pattern without one', (design) => {
    const patterns = Object.values(design.pins).flat()
    const matches = (port: string) => patterns.filter((pattern) => new RegExp(`^${pattern}$`).test(port))
    const ports = bits(design)
    for (const port of ports) expect(matches(port), port).toHaveLength(1)
    expect(new Set(ports.flatMap(matches)).size).toBe(patterns.length)
  })

  it('wrappers have the parameters of the chip', () => {
    const { parameters } = moduleHeader('concord_chip.sv')
    expect(parameters).toHaveLength(Object.keys(designs[0]!.parameters).length)
    for (const wrapper of ['concord_caravel', 'tt_um_concord']) {
      expect(moduleHeader(`wrapper/${wrapper}.sv`).parameters).toEqual(parameters)
    }
  })

  it('the wrapper of Caravel’s user area leaves its cells to the macro and keeps off the top layer', () => {
    const config = configOf(designs.find(({ name }) => name === 'user_project_wrapper')!)
    expect(config).toMatchObject({
      DIE_AREA: [0, 0, 2920, 3520],
      RT_MAX_LAYER: 'met4',
      SYNTH_ELABORATE_ONLY: true,
    })
  })
})
