import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PRESETS } from '@concord/arch'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  caravelDesign,
  checkFlowConfig,
  chipDesign,
  findLibreLane,
  type HardenOptions,
  harden,
  type RunStep,
  wrapperDesign,
} from '../src/index.js'

const FAKE = fileURLToPath(new URL('support/fake-librelane.mjs', import.meta.url))
const design = chipDesign(PRESETS.nano)

let place: string

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'concord-flow-'))
  mkdirSync(join(place, 'bin'))
  cpSync(FAKE, join(place, 'bin', 'librelane'))
  vi.stubEnv('PATH', `${join(place, 'bin')}${delimiter}${process.env.PATH}`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(place, { recursive: true, force: true })
})

async function run(more: Partial<HardenOptions> = {}) {
  const steps: RunStep[] = []
  const librelane = await findLibreLane(false)
  const result = await harden({
    ...{ chip: PRESETS.nano, design, folder: join(place, 'nano'), tag: 'one', librelane },
    ...{ signal: new AbortController().signal, onStep: (step: RunStep) => void steps.push(step) },
    ...more,
  })
  return { result, steps }
}

describe('harden', () => {
  it('runs LibreLane, follows its steps and collects what it left', { timeout: 20_000 }, async () => {
    const { result, steps } = await run({ to: 'Magic.DRC', pdkRoot: join(place, 'pdk') })
    expect(result).toMatchObject({ status: 'done', librelane: { kind: 'path', version: '3.0.17' } })
    expect(result.failure).toBeUndefined()
    expect(
      steps.filter(({ seconds }) => seconds !== undefined).map(({ id, seconds }) => [id, seconds]),
    ).toEqual([
      ['Verilator.Lint', 1.5],
      ['Yosys.Synthesis', 134.487],
      ['OpenROAD.STAPostPNR', 1.5],
    ])
    expect(result.run?.figures).toEqual({
      dieAreaUm2: 455_000,
      cellAreaUm2: 280487.123456789,
      cells: 21000,
      utilisation: 0.65,
      wirelengthUm: 812345.25,
      corners: [
        { corner: 'nom_tt_025C_1v80', setupSlackNs: 6.5, setupViolations: 0, holdSlackNs: 0.12 },
        { corner: 'max_ss_100C_1v60', setupSlackNs: -1.25, setupViolations: 17 },
      ],
      checks: { 'Magic DRC': 0, 'KLayout DRC': 0, LVS: 0, 'antenna nets': 0 },
    })
    // Not the metrics' own power, which is that of the corner written last
    expect(result.run?.power).toMatchObject({ corner: 'nom_tt_025C_1v80', total: { totalW: 2.5e-3 } })
    expect(result.run?.power?.groups.clock?.switchingW).toBe(5e-4)
    expect(readFileSync(result.picture!, 'utf8')).toBe('picture')
    const given = JSON.parse(readFileSync(join(place, 'nano', 'arguments.json'), 'utf8')) as string[]
    expect(given.join(' ')).toContain(`--pdk-root ${join(place, 'pdk')} --manual-pdk --pdk sky130A`)
    expect(given.join(' ')).toContain('--run-tag one --to Magic.DRC')
  })

  it('names the step that failed, its log and its words, and keeps what was measured', {
    timeout: 20_000,
  }, async () => {
    vi.stubEnv('FAKE_END', 'step')
    const { result } = await run()
    expect(result).toMatchObject({
      status: 'failed',
      failure: {
        step: 'OpenROAD.Floorplan',
        log: expect.stringMatching(/07-openroad-floorplan\/openroad-floorplan\.log$/),
        reason: '[ERROR IFP-0065] No site found for instance u_row',
      },
      run: {
        views: [],
        metricsFile: expect.stringMatching(/06-yosys-synthesis\/state_out\.json$/),
        figures: { cellAreaUm2: 269887.5936, cells: 23965, checks: { 'unmapped cells': 0 } },
      },
    })
  })

  it('tells a layout with findings from a run that broke off', { timeout: 20_000 }, async () => {
    vi.stubEnv('FAKE_END', 'findings')
    const { result } = await run()
    expect(result).toMatchObject({
      status: 'findings',
      failure: { reason: '3 Magic DRC errors found.' },
      run: { figures: { checks: { 'Magic DRC': 3 } }, views: ['gds', 'render'] },
    })
  })

  it('ends LibreLane when it is interrupted', { timeout: 20_000 }, async () => {
    vi.stubEnv('FAKE_END', 'hang')
    const abort = new AbortController()
    let running: ReturnType<typeof run> | undefined
    await new Promise<void>((resolve) => {
      running = run({
        signal: abort.signal,
        onStep: ({ id }) => {
          if (id === 'OpenROAD.Floorplan') resolve()
        },
      })
    })
    const children = childProcesses()
    expect(children).toHaveLength(1)
    abort.abort(new Error('interrupted'))
    await expect(running).rejects.toThrow('interrupted')
    expect(childProcesses()).toEqual([])
  })

  it('without LibreLane leaves a folder that has all it needs, and says how to run it', async () => {
    const { result } = await run({ librelane: undefined, to: 'Yosys.Synthesis' })
    const folder = join(place, 'nano')
    expect(result).toMatchObject({ status: 'prepared', folder })
    expect(result.command).toBe(
      `cd ${folder} && librelane --pdk sky130A --scl sky130_fd_sc_hd --run-tag one --to Yosys.Synthesis --save-views-to views --hide-progress-bar config.json`,
    )
    expect(readdirSync(folder).sort()).toEqual([
      ...['chip.json', 'config.json', 'pin_order.cfg', 'pnr.sdc', 'rtl', 'signoff.sdc'],
    ])
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
    expect(checkFlowConfig(config)).toEqual([])
    for (const path of JSON.stringify(config).match(/(?<="dir::)[^"]+/g)!) {
      expect(existsSync(join(folder, path)), path).toBe(true)
    }
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('keeps the runs of a folder, and leaves the folders of others alone', async () => {
    const folder = join(place, 'nano')
    await run({ librelane: undefined })
    mkdirSync(join(folder, 'runs', 'before'), { recursive: true })
    const activity = join(place, 'power.tcl')
    writeFileSync(activity, 'set_power_activity -global -activity 0.2\n')
    await run({ librelane: undefined, activity })
    expect(existsSync(join(folder, 'runs', 'before'))).toBe(true)
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({
      STA_EXTRA_CORNER_TCL_FILE: 'dir::activity.tcl',
    })
    await expect(run({ librelane: undefined, design: caravelDesign(PRESETS.nano) })).rejects.toThrow(
      'it is of the design concord_chip',
    )
    mkdirSync(join(place, 'other'))
    await expect(run({ librelane: undefined, folder: join(place, 'other') })).rejects.toThrow(
      'has no config.json',
    )
  })

  it('asks for the macro before the wrapper that places it', async () => {
    const macro = caravelDesign(PRESETS.nano)
    const wrapper = { design: wrapperDesign(macro), macro, folder: join(place, 'user_project_wrapper') }
    await expect(run({ librelane: undefined, ...wrapper })).rejects.toThrow('has not been hardened')
    expect(existsSync(wrapper.folder)).toBe(false)
    mkdirSync(join(place, macro.name, 'views', 'gds'), { recursive: true })
    writeFileSync(join(place, macro.name, 'views', 'gds', 'concord_caravel.gds'), '')
    expect((await run({ librelane: undefined, ...wrapper })).result.status).toBe('prepared')
  })

  it('says which views of SRAM macros the PDK lacks, and does not run without them', async () => {
    const { memories } = PRESETS.edge
    const chip = { ...PRESETS.edge, name: 'macros', memories: { ...memories, act: 'sram' as const } }
    const macros = { chip, design: chipDesign(chip), folder: join(place, 'macros'), pdkRoot: place }
    const { result } = await run({ ...macros, librelane: undefined })
    expect(result.status).toBe('prepared')
    expect(result.needs).toMatch(/lef\/sky130_sram_2kbyte\S+\.lef and \S+\.gds must be under PDK_ROOT/)
    expect(result.needs).toContain('sky130_sram_macros of open_pdks')
    expect(readdirSync(macros.folder).filter((name) => name.startsWith('sky130_sram_'))).toHaveLength(4)
    await expect(run(macros)).rejects.toThrow('The PDK does not have the SRAM macros of this chip')
    for (const view of ['lef', 'gds']) {
      const folder = join(place, 'sky130A/libs.ref/sky130_sram_macros', view)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `sky130_sram_2kbyte_1rw1r_32x512_8.${view}`), '')
    }
    expect((await run({ ...macros, librelane: undefined })).result.needs).toBeUndefined()
    expect((await run(macros)).result.status).toBe('done')
  })

  it('refuses a LibreLane that does not know the names', async () => {
    vi.stubEnv('FAKE_VERSION', '2.4.13')
    await expect(findLibreLane(false)).rejects.toThrow('it is 2.4.13')
  })
})

function childProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(place, 'bin', 'librelane'))
      } catch {
        // Gone since the folder was read
        return false
      }
    })
}
