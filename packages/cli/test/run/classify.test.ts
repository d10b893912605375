import { PRESETS, type Program } from '@concord/arch'
import { Execution } from '@concord/mapper'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine, PassResult } from '../../src/engines/engine.js'
import { openFast } from '../../src/engines/fast-engine.js'
import { type DataSet, readDataSet } from '../../src/io/data-set.js'
import { mapModel } from '../../src/io/load-program.js'
import { readModel } from '../../src/io/model-file.js'
import { classifyAll } from '../../src/run/classify.js'
import { countActivity } from '../../src/run/count-activity.js'
import { countProgram } from '../../src/run/count-program.js'
import { batches } from '../../src/run/run-batch.js'
import { Session } from '../../src/session/session.js'
import { MODEL } from '../support/concord.js'

let data: DataSet
let program: Program
let one: Program
beforeAll(async () => {
  const model = await readModel(MODEL)
  data = await readDataSet({ data: 'mnist', limit: 11 })
  program = mapModel(model, PRESETS.edge, 4)
  one = mapModel(model, PRESETS.edge, 1)
})

const run = (mapped: Program, engine: Engine = openFast(mapped, {})) =>
  classifyAll(mapped, engine, data, countProgram(mapped), new Session())

describe('classifyAll', () => {
  it('gives the same results in any batch, the last one filled up or not', async () => {
    const [four, single] = [await run(program), await run(one)]
    expect(Array.from(four.results)).toEqual(Array.from(single.results))
    expect(Array.from(four.results)).toEqual(data.labels)
    expect([four.executions, single.executions]).toEqual([3, 11])
  })

  it('leaves the program as it was', async () => {
    const before = program.stream.slice()
    await run(program)
    expect(program.stream).toEqual(before)
    expect([...batches(new Execution(program), data)].map(({ first, count }) => [first, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 3],
    ])
  })

  it('notices an engine that counts otherwise', async () => {
    const fast = openFast(program, {})
    const wrong = (change: (execution: PassResult) => PassResult): Engine => ({
      ...fast,
      execute: async (pass, stream) => change(await fast.execute(pass, stream)),
    })
    const late = wrong((execution) => ({ ...execution, cycles: execution.cycles + 1 }))
    await expect(run(program, late)).rejects.toThrow('cycles: the engine counts')
    const busy = wrong(({ counters, ...rest }) => ({ ...rest, counters: { ...counters, storeBusy: 0 } }))
    await expect(run(program, busy)).rejects.toThrow('storeBusy: the engine counts 0')
  })
})

describe('countActivity', () => {
  it('counts whole executions until there are enough inputs', async () => {
    const count = (inputs: number) => countActivity(program, data, inputs, {}, new Session())
    const [some, all] = [await count(5), await count(Number.POSITIVE_INFINITY)]
    expect([some.executions, some.inputs]).toEqual([2, 8])
    expect([all.executions, all.inputs]).toEqual([3, 11])
    expect(all.activity.words).toBe(1.5 * some.activity.words)
    expect(all.activity.cycles).toBe(3 * countProgram(program).cycles)
  })
})
