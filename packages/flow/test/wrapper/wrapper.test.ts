import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ChipConfig,
  POST_MODE,
  PRESETS,
  parseChipConfig,
  parseChipText,
  rtlParameters,
  StreamWriter,
} from '@concord/arch'
import { hasTools } from '@concord/harness'
import { runStep } from '@concord/sim'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPENLANE_FOLDER } from '../../src/design/committed.js'
import { RTL_FOLDER } from '../../src/design/sources.js'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const icarus = await hasTools('iverilog', 'vvp')
if (!icarus) console.warn('SKIPPED: wrappers are not simulated, missing: iverilog')

/** What happens in one wrapper, line by line as its bench prints it. */
async function simulate(wrappers: readonly string[], bench: string, config: ChipConfig, bytes: Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'concord-wrapper-'))
  try {
    const beatBytes = config.streamBits / 8
    const beats = Array.from({ length: bytes.length / beatBytes }, (_, i) =>
      Buffer.from(bytes.subarray(i * beatBytes, (i + 1) * beatBytes).toReversed()).toString('hex'),
    )
    writeFileSync(join(folder, 'beats.hex'), beats.join('\n'))
    const list = readFileSync(join(RTL_FOLDER, 'concord.f'), 'utf8').split('\n')
    const sources = [...list.filter((line) => line !== '' && !line.startsWith('//')), ...wrappers]
    const parameters = Object.entries(rtlParameters(config))
    const files = sources.map((source, i) => {
      const path = join(folder, `${i}.sv`)
      const text = readFileSync(join(RTL_FOLDER, source), 'utf8')
      // Icarus 11 can start two always_comb for ever; the macro that Caravel places is hardened with its parameters
      const settled = text.replaceAll(/\balways_(?:comb|latch)\b/g, 'always @*')
      writeFileSync(path, source.endsWith('concord_caravel.sv') ? withDefaults(settled, parameters) : settled)
      return path
    })
    const defines = [
      `-DBEATS=${beats.length}`,
      `-DPARAMETERS=${parameters.map(([name, value]) => `.${name}(${value})`)}`,
    ]
    const output = join(folder, 'bench.vvp')
    await execa('iverilog', ['-g2012', '-s', 'bench', '-o', output, ...defines, ...files, here(bench)])
    const { stdout } = await execa('vvp', ['-n', output], { cwd: folder })
    return stdout.split('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function withDefaults(text: string, parameters: readonly [string, number][]): string {
  return parameters.reduce(
    (changed, [name, value]) =>
      changed.replace(new RegExp(`(\\b${name} +=) \\S+?(,?)$`, 'm'), `$1 ${value}$2`),
    text,
  )
}

/** Planes of a sum of one word: enough for −lanes..lanes with up to 63 lanes. */
const PLANES = 7

/** Multiplies random words in every row and sends the sums, plane by plane; reads nothing that it has not written. */
function program(config: ChipConfig, seed: number): Uint8Array {
  const { rows, lanes } = config
  const [act, weights] = fc.sample(fc.tuple(bytesOf(lanes / 8), bytesOf((rows * lanes) / 8)), {
    numRuns: 1,
    seed,
  })[0]!
  const writer = new StreamWriter(config)
    .begin()
    .instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
    .words(act)
    .instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows })
    .words(weights)
  for (const bank of [0, 1, 16])
    writer
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
      .instruction({ op: 'TAKE', engine: 'compute', bank })
  writer
    .set('SIZE', { width: 1, height: 1 })
    .set('KERNEL', { kw: 1, kh: 1 })
    .set('WINDOW', { pw: 1, ph: 1 })
    .set('COUNT', { ww: 1, wh: 1 })
    .set('GROUPS', { groups: 1, lastValid: lanes })
    .set('WEIGHT', { rows })
    .set('POST', { mode: POST_MODE.RAW, planes: PLANES })
    .set('OUT_DP', { step: 1 })
    .instruction({
      op: 'RUN',
      weightBank: 0,
      inBank: 0,
      outBank: 1,
      pairs: 1,
      load: false,
      save: false,
      both: false,
    })
    .instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
    .instruction({ op: 'TAKE', engine: 'store', bank: 1 })
    .instruction({ op: 'STORE', bank: 1, count: PLANES })
  return writer.end().bytes()
}

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

/** Output of the stepped model as lines of the bench. */
function expectedLines(config: ChipConfig, bytes: Uint8Array): string[] {
  const { output, error } = runStep(config, bytes)
  expect(error).toBeUndefined()
  expect(new Set(output).size).toBeGreaterThan(1)
  const beatBytes = config.streamBits / 8
  return Array.from({ length: output.length / beatBytes }, (_, i) => {
    const beat = output.subarray(i * beatBytes, (i + 1) * beatBytes).toReversed()
    return `out ${Buffer.from(beat).toString('hex')}`
  })
}

describe.skipIf(!icarus)('wrappers around the chip', () => {
  it('TinyTapeout: the same bytes as the stepped model, over 24 pins', { timeout: 120_000 }, async () => {
    const path = new URL('tinytapeout/chip.json', OPENLANE_FOLDER)
    const config = parseChipText(readFileSync(path, 'utf8'), 'chip.json')
    for (const bytes of [program(config, 1), program(config, 2)]) {
      const said = await simulate(['wrapper/tt_um_concord.sv'], 'tinytapeout_bench.sv', config, bytes)
      const end = 'end done 1 error 0 directions 01111000'
      expect(said.filter((line) => /^(out|end)/.test(line))).toEqual([...expectedLines(config, bytes), end])
    }
  })

  it('Caravel: the same words as the stepped model, through the window of the Wishbone', {
    timeout: 120_000,
  }, async () => {
    const small = {
      rows: 4,
      lanes: 32,
      postLanes: 2,
      weightDepth: 2,
      accDepth: 2,
      actWords: 16,
      streamBits: 32,
    }
    const config = parseChipConfig({ ...PRESETS.nano, ...small, name: 'small' }, 'small')
    const wrappers = ['wrapper/concord_caravel.sv', 'wrapper/user_project_wrapper.sv']
    for (const bytes of [program(config, 1), program(config, 2)]) {
      const said = await simulate(wrappers, 'caravel_bench.sv', config, bytes)
      const lines = ['id 434e4344', ...expectedLines(config, bytes), 'end done 1 error 0 irq 001 pads 1']
      expect(said.filter((line) => /^(id|out|end)/.test(line))).toEqual(lines)
    }
  })
})
