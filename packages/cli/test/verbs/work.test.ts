import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PRESETS } from '@concord/arch'
import { hasTools } from '@concord/harness'
import { describe, expect, it } from 'vitest'
import { concord, MODEL, messages, WORKSPACE } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const folder = useFolder()
const readJson = (name: string) => JSON.parse(readFileSync(folder.path(name), 'utf8'))

async function done(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await concord(args)
  expect({ exitCode, said: messages(stderr) }).toEqual({ exitCode: 0, said: '' })
  return stdout
}

describe('concord', () => {
  it('teaches: every verb has examples', async () => {
    const help = await done('--help')
    const verbs = [...help.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, verb]) => verb)
    expect(verbs).toEqual(
      expect.arrayContaining(['chips', 'import', 'map', 'run', 'verify', 'estimate', 'train', 'disasm']),
    )
    const texts = await Promise.all(verbs.map((verb) => done(verb, '--help')))
    for (const [i, text] of texts.entries()) {
      expect(text).toContain(`  $ concord ${verbs[i]}`)
      expect(text).toContain('--json <file>')
    }
  })

  it('lists the chips, and writes one as a file that --chip takes', async () => {
    const list = await done('chips')
    for (const name of Object.keys(PRESETS)) expect(list).toMatch(new RegExp(`^${name} `, 'm'))
    await done('chips', 'edge', '--json', folder.path('edge.json'))
    expect(readJson('edge.json')).toEqual(PRESETS.edge)
    expect(await done('chips', folder.path('edge.json'))).toMatch(/^lanes +32$/m)
  })

  it('shows the layers of a network', async () => {
    const text = await done('import', MODEL, '--json', folder.path('layers.json'))
    expect(text).toMatch(/MatMul_7 +chip +dense +784 +256 +1\/1 +200,704/)
    expect(readJson('layers.json')).toMatchObject({
      classes: 10,
      macs: 334336,
      layers: [{}, { inputShape: [784, 1, 1] }, {}, {}, {}, {}],
    })
  })

  it('shows what the windows of a first layer save that the host lays out', async () => {
    const model = `${WORKSPACE}models/dorefa-1w2a.onnx`
    const mapped = async (...options: string[]) => {
      const out = ['-o', folder.path('windows.concord'), '--json', '-']
      return JSON.parse(await done('map', model, '--chip', 'caravel', '--batch', '4', ...out, ...options))
    }
    const [patches, none] = [await mapped(), await mapped('--no-patches')]
    expect(patches.layers[0].words).toBe(7 * 7 * 8)
    expect(none.layers[0].words).toBeGreaterThan(20 * patches.layers[0].words)
    expect(none.cycles.perInput).toBeGreaterThan(patches.cycles.perInput)
  })

  it('maps, disassembles and runs: a program gives what its network gives', async () => {
    const program = folder.path('mlp.concord')
    await done(
      'map',
      MODEL,
      '--chip',
      'nano',
      '--batch',
      '2',
      '-o',
      program,
      '--json',
      folder.path('map.json'),
    )
    const listing = await done('disasm', program)
    expect(/^00000000 {6}0 {2}control BEGIN/m.test(listing)).toBe(true)
    expect(listing.trimEnd().split('\n').at(-1)).toMatch(/END$/)

    const common = ['--data', 'mnist', '--limit', '5']
    await done('run', program, ...common, '--json', folder.path('program.json'))
    await done(
      'run',
      MODEL,
      '--chip',
      'nano',
      '--batch',
      '2',
      ...common,
      '--engine',
      'step',
      '--json',
      folder.path('model.json'),
    )
    const [fromProgram, fromModel] = [readJson('program.json'), readJson('model.json')]
    for (const field of ['results', 'correct', 'cycles.total', 'stalls', 'layers', 'switching', 'program']) {
      const value = (record: object) =>
        field.split('.').reduce((at, key) => (at as Record<string, object>)[key], record)
      expect(value(fromModel), field).toEqual(value(fromProgram))
    }
    expect(fromProgram.program.sha256).toBe(readJson('map.json').program.sha256)
    expect(fromProgram.cycles).toMatchObject({
      executions: 3,
      total: 3 * readJson('map.json').cycles.perExecution,
    })

    const energy = await done(
      'estimate',
      '--chip',
      'nano',
      '--run',
      folder.path('program.json'),
      '--json',
      '-',
    )
    expect(JSON.parse(energy).energyPerInputNj).toBe(fromProgram.energyPerInputNj)
  })

  it('trains, equal options giving equal files, and runs what it trained', async () => {
    const options = ['--epochs', '1', '--hidden', '16', '--train-images', '200', '--seed', '3']
    const [first, second] = ['first.onnx', 'second.onnx'].map(folder.path)
    await done('train', 'mnist-mlp', ...options, '-o', first, '--json', folder.path('train.json'))
    await done('train', 'mnist-mlp', ...options, '-o', second)
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true)
    const run = await done('run', first, '--chip', 'nano', '--data', 'mnist', '--json', '-')
    expect(JSON.parse(run).correct).toBe(readJson('train.json').test.correct)
    await done(
      'train',
      'mnist-mlp',
      ...options,
      '--validate',
      '-o',
      first,
      '--json',
      folder.path('held.json'),
    )
    expect(readJson('held.json')).toMatchObject({ counted: 'held-out', test: { total: 5000 } })
  })

  // Its chip gives 1,600 sums, of which the host makes ten scores
  it('says what the host computes, and counts classes behind it', async () => {
    const hybrid = join(dirname(MODEL), 'hybrid.onnx')
    const [page, json] = [folder.path('hybrid.html'), folder.path('hybrid.json')]
    const inputs = ['--data', 'mnist', '--limit', '3']
    const text = await done('run', hybrid, '--chip', 'caravel', ...inputs, '--report', page, '--json', json)
    expect(text).toContain('host         17,024 MACs an input (1.6 % of all), 2,984 bytes')
    expect(text).toContain('logits runs on the host: MatMul')
    const { confusion, host } = JSON.parse(readFileSync(json, 'utf8'))
    expect(confusion).toHaveLength(10)
    expect(host.parts.map(({ name }: { name: string }) => name)).toEqual(['pixels', 'logits'])
    expect(readFileSync(page, 'utf8')).toContain('17,024 multiply-accumulates')
  })

  it('compares simulator and RTL in lock step', async () => {
    if (!(await hasTools('verilator', 'g++'))) return console.warn('SKIPPED: Verilator or g++ is missing')
    const inputs = ['--data', 'mnist', '--limit', '2', '--batch', '1']
    const text = await done(
      'verify',
      MODEL,
      '--chip',
      'nano',
      ...inputs,
      '--json',
      folder.path('verify.json'),
    )
    expect(text).toContain('equal: step, fast, verilator on nano')
    const { equal, results, executions, cycles, cyclesPerExecution } = readJson('verify.json')
    expect({ equal, results, executions }).toEqual({ equal: true, results: [7, 2], executions: 2 })
    expect(cycles).toBeGreaterThan(2 * cyclesPerExecution)
  })

  it('writes everything a run is asked for', async () => {
    const [json, report, trace] = ['run.json', 'run.html', 'run.vcd'].map(folder.path)
    const outputs = ['--json', json, '--report', report, '--trace', trace]
    await done(
      'run',
      MODEL,
      '--chip',
      'nano',
      '--data',
      'mnist',
      '--limit',
      '2',
      '--engine',
      'step',
      ...outputs,
    )
    expect(readJson('run.json')).toMatchObject({
      inputs: 2,
      correct: 2,
      accuracy: 1,
      cycles: { total: expect.any(Number), perInput: expect.any(Number) },
      utilisation: expect.any(Number),
      stalls: { computeWaitPost: expect.any(Number) },
      layers: [{ name: 'MatMul_7', cycles: { compute: expect.any(Number) } }, {}, {}, {}, {}],
      energyPerInputNj: expect.any(Number),
      areaUm2: expect.any(Number),
      engine: 'step',
      chip: 'nano',
      program: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(readFileSync(report, 'utf8')).toContain('mnist-mlp.onnx on nano')
    expect(readFileSync(trace, 'utf8')).toContain('$enddefinitions')
  })
})
