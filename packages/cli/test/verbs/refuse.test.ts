import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { concord, MODEL, messages } from '../support/concord.js'
import { idxFile, useFolder } from '../support/files.js'

const folder = useFolder()
const list = () => readdirSync(dirname(folder.path('x'))).sort()
const OUT = ['--json', 'out.json', '--report', 'out.html']

/** Options of a run that would work, with outputs. */
let inputs: string[]
beforeEach(() => {
  const images = folder.write('images', idxFile([2, 28, 28], new Uint8Array(2 * 784)))
  const labels = folder.write('labels', idxFile([2], new Uint8Array(2)))
  inputs = ['--data', images, '--labels', labels]
})

/** Runs the command; it must fail with one clear error, say all of `texts`, and write nothing. */
async function refused(
  args: readonly string[],
  texts: readonly (string | RegExp)[],
  env = {},
): Promise<void> {
  const before = list()
  const { exitCode, stdout, stderr: all } = await concord(args, { cwd: dirname(folder.path('x')), env })
  const stderr = messages(all)
  expect(stderr).toMatch(/^error: .+\n {2}where: .+\n {2}why: {3}.+\n( {9}.*\n)* {2}do: {4}.+$/)
  expect(stderr.match(/^error:/gm)).toHaveLength(1)
  expect(stderr).not.toContain('bug in Concord')
  for (const text of texts) expect(stderr).toMatch(text)
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(list()).toEqual(before)
}

describe('concord refuses', () => {
  it('a truncated network', async () => {
    const model = folder.write('cut.onnx', readFileSync(MODEL).subarray(0, 100_000))
    await refused(['run', model, '--chip', 'nano', ...inputs, ...OUT], ['cut.onnx'])
    await refused(['map', model, '--chip', 'nano', '-o', 'out.concord'], ['cut.onnx'])
  })

  it('an unknown operator, by name', async () => {
    const bytes = readFileSync(MODEL, 'latin1').replaceAll('BipolarQuant', 'BipolarQuark')
    const model = folder.write('odd.onnx', Buffer.from(bytes, 'latin1'))
    await refused(['run', model, '--chip', 'nano', ...inputs, ...OUT], [/[Uu]nsupported/, 'BipolarQuark'])
  })

  it('what the host would compute, when told so', async () => {
    const model = fileURLToPath(new URL('../../../../models/binaryconnect.onnx', import.meta.url))
    const texts = ['MatMul "MatMul_17": its input has 256 levels']
    const chip = ['--chip', 'nano', '--no-host']
    await refused(['import', model, '--no-host', '--json', 'out.json'], texts)
    await refused(['map', model, ...chip, '-o', 'out.concord'], texts)
    await refused(['run', model, ...chip, ...inputs, ...OUT], texts)
    const { exitCode } = await concord(['map', MODEL, ...chip, '--batch', '1', '-o', folder.path('none')])
    expect(exitCode).toBe(0)
    await refused(['run', 'none', ...chip, ...inputs, ...OUT], ['mapped already', '--no-host'])
    const run = ['run', 'none', ...inputs, ...OUT]
    await refused([...run, '--input-scale', 'raw'], ['mapped already', '--input-scale'])
    await refused([...run, '--sign-zero', '1'], ['mapped already', '--sign-zero'])
  })

  it('images of another size', async () => {
    const images = folder.write('small', idxFile([2, 14, 14], new Uint8Array(2 * 196)))
    const texts = ['196 values', '14×14', 'takes 784']
    await refused(['run', MODEL, '--chip', 'nano', ...inputs, ...OUT, '--data', images], texts)
  })

  it('labels of another length', async () => {
    const labels = folder.write('few', idxFile([1], new Uint8Array(1)))
    const texts = ['1 labels', '2 images']
    await refused(['run', MODEL, '--chip', 'nano', ...inputs, ...OUT, '--labels', labels], texts)
  })

  it('a program for another chip, a damaged and a truncated one', async () => {
    const { exitCode } = await concord([
      'map',
      MODEL,
      '--chip',
      'nano',
      '--batch',
      '1',
      '-o',
      folder.path('p'),
    ])
    expect(exitCode).toBe(0)
    await refused(['run', 'p', '--chip', 'edge', ...inputs, ...OUT], ['another chip', 'rows 8, not 32'])

    const bytes = readFileSync(folder.path('p'))
    const damaged = Buffer.from(bytes)
    damaged[bytes.length >> 1] ^= 4
    folder.write('damaged', damaged)
    await refused(['run', 'damaged', ...inputs, ...OUT], ['checksum'])
    folder.write('cut', bytes.subarray(0, -5))
    await refused(['disasm', 'cut', '--json', 'out.json'], ['truncated'])
  })

  it('outputs that cannot be written, before any work', async () => {
    const run = ['run', MODEL, '--chip', 'nano', ...inputs]
    await refused([...run, '--json', 'absent/out.json'], ['absent/out.json', 'directory does not exist'])
    await refused([...run, ...OUT, '--report', 'images/out.html'], ['images/out.html'])
    await refused([...run, '--json', 'same', '--report', 'same'], ['two outputs'])
  })

  it('chips that are none', async () => {
    const run = ['run', MODEL, ...inputs, ...OUT]
    await refused(run, ['No chip given'])
    await refused([...run, '--chip', 'medium'], ['nano, edge, caravel, wide, residual'])
    folder.write('chip.json', Buffer.from('{"rows": 3}'))
    await refused([...run, '--chip', 'chip.json'], [/lanes is missing, legal: an integer in 8..512/])
    await refused([...run, '--chip', './absent.json'], ['no such file'])
  })

  it('runs that are none', async () => {
    folder.write('run.json', Buffer.from('{"inputs": 1}'))
    await refused(
      ['estimate', '--chip', 'edge', '--run', 'run.json', '--json', 'out'],
      ['Not a run', 'model.file'],
    )
  })

  it.each(['verilator', 'icarus'])('%s when it is not installed', async (engine) => {
    const run = ['run', MODEL, '--chip', 'nano', ...inputs, ...OUT, '--engine', engine]
    await refused(run, [/not installed/, /apt-get install/], { PATH: '' })
  })

  it('training options of another recipe, or out of range', async () => {
    await refused(['train', 'mnist-mlp', '-o', 'out', '--no-twin'], ['twin', 'mnist-mlp has only hidden'])
    const cnn = ['train', 'binarynet-cnn', '-o', 'out']
    await refused([...cnn, '--hidden', '8'], ['hidden', 'binarynet-cnn has only signGradient'])
    await refused([...cnn, '--distillation', '2'], ['distillation', 'expected 0 to 1, got 2'])
  })

  it('wrong usage, with exit code 2', async () => {
    const wrong = [
      [],
      ['fly'],
      ['run'],
      ['run', MODEL, '--chip', 'nano'],
      ['run', MODEL, ...inputs, '--limit', '0'],
      ['run', MODEL, ...inputs, '--engine', 'slow'],
      ['run', MODEL, ...inputs, '--trace', 'out.vcd'],
      ['map', MODEL, '--chip', 'nano'],
      ['train', 'llm', '-o', 'out'],
      ['train', 'binarynet-cnn', '-o', 'out', '--sign-gradient', 'steep'],
    ]
    const before = list()
    for (const args of wrong) {
      const { exitCode, stderr } = await concord(args, { cwd: dirname(folder.path('x')) })
      expect({ args, exitCode }).toEqual({ args, exitCode: 2 })
      expect(stderr).toMatch(/error: |Usage: /)
    }
    expect(list()).toEqual(before)
  })
})
