import { InvalidArgumentError, Option } from 'commander'
import { killFault } from './check/kill.js'
import { count, optionsCommand, readOptions } from './command-options.js'
import type { Fault } from './faults/fault.js'
import { FAULTS } from './faults/faults.js'

const command = optionsCommand(
  'mutate',
  'Puts faults into the RTL, one at a time, and tells whether the properties see them.',
)
  .addOption(
    new Option('--seed <s>', 'the same seed draws the same chips and programs').argParser(count).default(1),
  )
  .addOption(new Option('--chips <n>', 'chips that each fault is tried on').argParser(count).default(6))
  .addOption(new Option('--runs <n>', 'scenarios on each chip').argParser(count).default(100))
  .addOption(
    new Option('--only <text>', 'faults whose name holds this').argParser(faultsNamed).default(FAULTS, 'all'),
  )

const { only: faults, ...options } = readOptions<{
  seed: number
  chips: number
  runs: number
  only: readonly Fault[]
}>(command)
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

function faultsNamed(text: string): readonly Fault[] {
  const named = FAULTS.filter(({ name }) => name.includes(text))
  if (named.length === 0) throw new InvalidArgumentError('No fault has that in its name.')
  return named
}
