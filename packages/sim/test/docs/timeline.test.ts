import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Chip } from '../../src/index.js'
import { ComputeState } from '../../src/step/compute-engine.js'
import { runScenario } from './scenario.js'
import { scenarios } from './scenarios.js'

const picture = readFileSync(new URL('../../../../docs/pictures/timeline.svg', import.meta.url), 'utf8')

const OWNERS = ['', 'load', 'compute', 'store']
const owner = ({ core }: Chip, bank: number) => OWNERS[core.ownership.ownerQ[bank]]

/** What a row of the picture shows in a cycle; nothing is drawn for ''. */
const rows: Readonly<Record<string, (chip: Chip) => string>> = {
  load: ({ core }) => (core.loadEngine.payloadQ ? 'load' : ''),
  compute: ({ core: { computeEngine } }) => {
    const executes = computeEngine.pop && computeEngine.instruction.isRun
    return executes || computeEngine.stateQ !== ComputeState.StIdle ? 'compute' : ''
  },
  store: ({ core }) => (core.storeEngine.sendingQ ? 'store' : ''),
  'weight bank 0': (chip) => owner(chip, 16),
  'weight bank 1': (chip) => owner(chip, 17),
  'bank 0 (in)': (chip) => owner(chip, 0),
  'bank 1 (out)': (chip) => owner(chip, 1),
}

test.each(Object.entries(rows))('docs/pictures/timeline.svg shows %s as it is', (row, look) => {
  const bars: { shown: string; x: number; width: number }[] = []
  let shown = ''
  let done = false
  runScenario(scenarios.overlap, (cycle, chip, _inputs, outputs) => {
    done ||= outputs.done
    if (done) return
    const now = look(chip)
    if (now !== '' && now === shown) bars[bars.length - 1].width++
    else if (now !== '') bars.push({ shown: now, x: cycle, width: 1 })
    shown = now
  })
  const drawn = picture.matchAll(/<rect data-row="([^"]+)" class="(\w+)" x="(\d+)" width="(\d+)"/g)
  const found = Array.from(drawn).flatMap(([, name, kind, x, width]) =>
    name === row ? [{ shown: kind, x: Number(x), width: Number(width) }] : [],
  )
  expect(found).toEqual(bars)
})
