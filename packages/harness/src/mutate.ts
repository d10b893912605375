import { parseArgs } from 'node:util'
import { killFault } from './check/kill.js'
import { FAULTS } from './faults.js'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    seed: { type: 'string', default: '1' },
    chips: { type: 'string', default: '6' },
    runs: { type: 'string', default: '100' },
  },
})

const options = { seed: Number(values.seed), chips: Number(values.chips), runs: Number(values.runs) }
let killed = 0
for (const fault of FAULTS) {
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
console.log(`faults killed ${killed}/${FAULTS.length}`)
process.exitCode = killed === FAULTS.length ? 0 : 1
