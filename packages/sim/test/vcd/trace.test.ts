import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRESETS } from '@concord/arch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Chip, runStep, TraceError } from '../../src/index.js'
import { chipScope } from '../../src/vcd/chip-scope.js'
import type { Scope } from '../../src/vcd/scope.js'
import { edge } from '../support/chips.js'
import { matvecProgram } from '../support/matvec.js'

const { nano } = PRESETS
let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concord-vcd-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs a program with a waveform and reads it: `history(path)` is [time, binary digits] of one signal. */
function trace(config: typeof edge) {
  const path = join(directory, `${config.name}.vcd`)
  const result = runStep(config, matvecProgram(config), { trace: path })
  const lines = readFileSync(path, 'utf8').split('\n')
  const ids = new Map<string, string>()
  const scopes: string[] = []
  const changes = new Map<string, [number, string][]>()
  let time = 0
  const add = (id: string, digits: string) => changes.set(id, [...(changes.get(id) ?? []), [time, digits]])
  for (const line of lines) {
    const part = line.split(' ')
    if (part[0] === '$scope') scopes.push(part[2])
    else if (part[0] === '$upscope') scopes.pop()
    else if (part[0] === '$var') ids.set([...scopes, part[4]].join('.'), part[3])
    else if (line.startsWith('#')) time = Number(line.slice(1))
    else if (line.startsWith('b')) add(part[1], part[0].slice(1))
    else if (/^[01]/.test(line)) add(line.slice(1), line[0])
  }
  const history = (signalPath: string) => changes.get(ids.get(signalPath) ?? '') ?? []
  return { result, history, text: lines.join('\n') }
}

describe('waveforms', () => {
  it('start with a reset cycle and a cycle to wake up, and show the run cycle by cycle', () => {
    const { history, text, result } = trace(edge)
    expect(text.startsWith('$timescale 1ps $end\n$scope module concord_chip $end\n')).toBe(true)
    expect(history('concord_chip.rst_ni')).toEqual([
      [0, '0'],
      [10000, '1'],
    ])
    const cycle = (n: number) => (n + 2) * 10000
    expect(history('concord_chip.clk_i').slice(0, 3)).toEqual([
      [0, '1'],
      [5000, '0'],
      [10000, '1'],
    ])
    // RUN executes in 120 and the next instruction in 141, see cycles.test.ts
    expect(history('concord_chip.u_core.u_compute_engine.state_q')).toEqual([
      [0, '0'],
      [cycle(121), '1'],
      [cycle(127), '10'],
      [cycle(141), '0'],
    ])
    expect(history('concord_chip.done_o').at(-1)).toEqual([cycle(result.cycles), '1'])
    expect(
      history('concord_chip.u_core.u_array.gen_row[31].u_row.u_accumulator.drain_o').length,
    ).toBeGreaterThan(0)
  })

  it('do not change the run', () => {
    expect(trace(nano).result).toEqual(runStep(nano, matvecProgram(nano)))
  })

  it('use the names of the RTL', () => {
    const rtl = new URL('../../../../rtl/', import.meta.url)
    const sources = readdirSync(rtl).filter((file) => file.endsWith('.sv'))
    const text = new Map(sources.map((file) => [file.slice(0, -3), readFileSync(new URL(file, rtl), 'utf8')]))
    const check = ({ name, signals, scopes }: Scope, module: string) => {
      const source = text.get(module) ?? ''
      for (const signal of signals) {
        expect(source, `${signal.name} in ${module}`).toMatch(new RegExp(`\\b${signal.name}\\b`))
      }
      for (const scope of scopes) {
        // A generate block stays in its module; an instance leads to another
        const block = scope.name.replace(/\[.*/, '')
        const instance = new RegExp(
          `\\b(concord_\\w+)\\s*(#\\((?:[^()]|\\([^()]*\\))*\\)\\s*)?${block}\\s*\\(`,
        )
        const child = block.startsWith('gen_') ? module : instance.exec(source)?.[1]
        expect(source, `${block} in ${module}`).toMatch(new RegExp(`\\b${block}\\b`))
        expect(child, `module of ${name}.${block}`).toBeDefined()
        check(scope, child ?? '')
      }
    }
    const ports = { clk: true, inputs: {} as never, outputs: {} as never }
    check(chipScope(new Chip(edge), ports), 'concord_chip')
  })

  it('cannot be written everywhere', () => {
    const path = join(directory, 'missing', 'trace.vcd')
    expect(() => runStep(edge, matvecProgram(edge), { trace: path })).toThrow(TraceError)
  })
})
