import { parseArgs } from 'node:util'
import { killFault } from './check/kill.js'
import { countOption, OptionError, readOptions } from './command-options.js'
import { FAULTS } from './faults/faults.js'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    seed: { type: 'string', default: '1' },
    chips: { type: 'string', default: '6' },
    runs: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
  },
})

const options = readOptions(() => ({
  seed: countOption('seed', values.seed),
  chips: countOption('chips', values.chips),
  runs: countOption('runs', values.runs),
}))
const faults = readOptions(() => {
  const named = FAULTS.filter(({ name }) => name.includes(values.only))
  if (named.length === 0) throw new OptionError('only', values.only, 'a part of the name of a fault')
  return named
})
let killed = 0
for (const fault of faults) {
  const kill = await killFault(fault, options)
  if (kill) {
    killed++
    const { cycle, signal } = kill.mismatch
    const when = cycle === undefined ? 'at the end' : `cycle ${cycle}`
    console.log(`killed    ${fault.name}  (${kill.scenarios} scenarios, ${when}, ${signal})`)
  } else {
    console.log(`SURVIVED  ${fault.name}  (${options.chips} chips, ${options.runs} scenarios each)`)
  }
}
console.log(`faults killed ${killed}/${faults.length}`)
process.exitCode = killed === faults.length ? 0 : 1
