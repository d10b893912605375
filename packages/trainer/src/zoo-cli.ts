import { argv, stdout } from 'node:process'
import { OptionError } from './errors.js'
import { writeMember, writePage } from './zoo/write-zoo.js'
import { ZOO } from './zoo/zoo.js'

// Usage: zoo-cli FOLDER [NAME...] - trains the named members of the zoo, or all, and writes files, cards and the page's table.
// With --page as the only name nothing is trained; only the table is written anew from the cards.

const [folder = '.', ...names] = argv.slice(2)
const known: readonly string[] = ZOO.map(({ name }) => name)
const unknown = names.filter((name) => name !== '--page' && !known.includes(name))
if (unknown.length > 0) {
  throw new OptionError({
    what: 'unknown member of the zoo',
    where: unknown.join(', '),
    why: `the members are ${known.join(', ')}`,
    fix: 'name one of them, or none for all',
  })
}
for (const entry of ZOO) {
  if (names.length > 0 && !names.includes(entry.name)) continue
  const { validation, test, twin, bytes } = await writeMember(
    folder,
    entry,
    ({ epoch, epochs, step, stepsPerEpoch, loss }) => {
      if (step === stepsPerEpoch) stdout.write(`${entry.name} ${epoch}/${epochs}: loss ${loss.toFixed(4)}\n`)
    },
  )
  stdout.write(
    `${entry.name}: ${bytes} bytes, ${validation.correct} of ${validation.total} held-out and ${test.correct} of ${test.total} test images right, float twin ${twin.correct}\n`,
  )
}
await writePage(folder)
