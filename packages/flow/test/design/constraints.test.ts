import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPdk, synthesise } from '@concord/estimator'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { committedDesigns } from '../../src/design/committed.js'
import { designSdc } from '../../src/design/constraints.js'
import type { Design } from '../../src/design/design.js'
import { moduleHeader } from '../../src/index.js'

const LIBERTY = 'sky130A/libs.ref/sky130_fd_sc_hd/lib/sky130_fd_sc_hd__tt_025C_1v80.lib'
const pdk = findPdk()
const hasSta = (await execa('sta', ['-version'], { reject: false })).exitCode === 0
const missing = [...(hasSta ? [] : ['sta (apt-get install -y opensta)']), ...(pdk ? [] : ['PDK_ROOT'])]
if (missing.length > 0)
  console.warn(`SKIPPED: constraints are not read by OpenSTA, missing: ${missing.join(', ')}`)

const designs = committedDesigns()
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concord-sdc-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/**
 * What OpenSTA says, beyond what it is asked for, when it reads the constraints of designs onto their netlists.
 *
 * @returns by design and stage
 */
async function complaints(
  cases: readonly (readonly [Design, netlist: string])[],
): Promise<Record<string, string>> {
  const commands = cases.flatMap(([design, netlist], i) => {
    writeFileSync(join(folder, `${i}.v`), netlist)
    return (['pnr', 'signoff'] as const).flatMap((stage) => {
      writeFileSync(join(folder, `${i}.${stage}.sdc`), designSdc(design, stage))
      return [
        ...[`puts "== ${design.name} ${stage}"`, `read_verilog ${i}.v`, `link_design ${design.top}`],
        `source ${i}.${stage}.sdc`,
        'check_setup -verbose -no_clock -unconstrained_endpoints -multiple_clock -no_input_delay',
        `puts "period [format %g [get_property [get_clocks ${design.clockPort}] period]]"`,
      ]
    })
  })
  writeFileSync(join(folder, 'run.tcl'), [`read_liberty {${join(pdk!, LIBERTY)}}`, ...commands].join('\n'))
  const { all } = await execa('sta', ['-no_splash', '-exit', 'run.tcl'], { cwd: folder, all: true })
  return Object.fromEntries(
    all
      .split(/^== /m)
      .slice(1)
      .map((part) => {
        const [title, ...lines] = part.trim().split('\n')
        return [title!, lines.join('\n')]
      }),
  )
}

const quiet = (design: Design): Record<string, string> => ({
  [`${design.name} pnr`]: `period ${design.clockPeriodNs}`,
  [`${design.name} signoff`]: `period ${design.clockPeriodNs}`,
})

/** A netlist with the ports of a design and nothing but a flip-flop behind each. */
function shell(design: Design): string {
  const source = design.sources.find((path) => path.endsWith(`${design.top}.sv`))!
  const ports = moduleHeader(source).ports.filter(({ direction }) => direction !== 'inout')
  const clocked = ports.filter(({ name }) => name !== design.clockPort)
  const flops = clocked.map(({ name, direction }, i) => {
    const pins = direction === 'input' ? `.D(${name}), .Q()` : `.D(state), .Q(${name})`
    return `  sky130_fd_sc_hd__dfxtp_1 flop_${i} (.CLK(${design.clockPort}), ${pins});`
  })
  return [
    `module ${design.top} (${ports.map(({ name }) => name).join(', ')});`,
    ...ports.map(({ name, direction }) => `  ${direction} ${name};`),
    '  wire state, next;',
    '  sky130_fd_sc_hd__inv_1 invert (.A(state), .Y(next));',
    `  sky130_fd_sc_hd__dfxtp_1 flop (.CLK(${design.clockPort}), .D(next), .Q(state));`,
    ...flops,
    'endmodule',
    '',
  ].join('\n')
}

describe.skipIf(missing.length > 0)('OpenSTA reads the constraints without a word', () => {
  it('every design, at its ports', { timeout: 120_000 }, async () => {
    const said = await complaints(designs.map((design) => [design, shell(design)]))
    expect(said).toEqual(Object.assign({}, ...designs.map(quiet)))
  })

  it('a row, on its synthesised netlist', { timeout: 120_000 }, async () => {
    const row = designs.find(({ name }) => name === 'row')!
    const parameters = { ...row.parameters, Lanes: 8, WeightDepth: 1, AccDepth: 1, AccBits: 8 }
    const cells = { technology: 'sky130_fd_sc_hd', corner: 'tt_025C_1v80' }
    const { netlist } = await synthesise('concord_row', parameters, cells, {
      flatten: true,
      pdkRoot: undefined,
    })
    expect(await complaints([[row, netlist]])).toEqual(quiet(row))
  })

  it('a wrong port shows', { timeout: 60_000 }, async () => {
    const design = { ...designs[0]!, resetPort: 'rst', ports: { ...designs[0]!.ports, resetDelayNs: 1 } }
    const said = await complaints([[design, shell(design)]])
    expect(said[`${design.name} pnr`]).toContain("port 'rst' not found")
  })
})

describe('designSdc', () => {
  it('holds place and route to more than sign-off, and lets a flow choose the period', () => {
    const read = (stage: 'pnr' | 'signoff', command: string): number =>
      Number(new RegExp(`^${command} ([\\d.]+)`, 'm').exec(designSdc(designs[0]!, stage))?.[1])
    for (const command of ['set_clock_uncertainty', 'set_timing_derate -late'])
      expect(read('pnr', command), command).toBeGreaterThan(read('signoff', command))
    expect(read('pnr', 'set_max_transition')).toBeLessThan(read('signoff', 'set_max_transition'))
    expect(designSdc(designs[0]!, 'pnr')).toContain('set period $::env(CLOCK_PERIOD)')
    expect(readFileSync(new URL('../../../../openlane/nano/pnr.sdc', import.meta.url), 'utf8')).toContain(
      'set period 20\n',
    )
  })
})
