/** `npm test`: set up, simulators included, then lint, typecheck and test everything; ends with a line `N passed, N failed`. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bootstrap, pnpm, root } from './bootstrap.mjs'
import { ensureSimulators } from './simulators.mjs'

ensureSimulators()
bootstrap()

const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
const resultsOf = (folder) => join(folder, '.vitest', 'results.json')

for (const folder of packages) rmSync(resultsOf(folder), { force: true })
const checks = pnpm(
  ['exec', 'turbo', 'run', 'lint', 'lint:root', 'typecheck', '--concurrency=2', '--output-logs=errors-only'],
  { allowFailure: true },
)
const tests = pnpm(['exec', 'turbo', 'run', 'test', '--concurrency=2', '--continue', '--log-order=grouped'], {
  allowFailure: true,
})

/** Every failed test with its first line of explanation, once more at the end, where it is found. */
const explain = (results) => {
  for (const suite of results.testResults) {
    const file = relative(root, suite.name)
    const broken = suite.assertionResults.filter(({ status }) => status === 'failed')
    for (const { fullName, failureMessages } of broken) {
      console.log(`failed: ${file}: ${fullName}: ${failureMessages.join(' ').slice(0, 1000)}`)
    }
    if (broken.length === 0 && suite.status === 'failed') console.log(`failed: ${file}: ${suite.message}`)
  }
}

let passed = 0
let failed = 0
let skipped = 0
for (const folder of packages.filter((folder) => existsSync(resultsOf(folder)))) {
  const results = JSON.parse(readFileSync(resultsOf(folder), 'utf8'))
  passed += results.numPassedTests
  // A suite whose set-up broke has no failed test of its own
  failed += Math.max(results.numFailedTests, results.success ? 0 : 1)
  explain(results)
  skipped += results.numPendingTests + results.numTodoTests
}
// A task that broke before its tests could count is a failure too
if (checks.status !== 0) failed += 1
if (tests.status !== 0 && failed === 0) failed += 1

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
