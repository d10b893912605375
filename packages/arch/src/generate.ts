import { readFileSync, writeFileSync } from 'node:fs'
import { insertTables } from './docs/insert-tables.js'
import { commandTables } from './docs/tables.js'
import { generatePackage } from './rtl/package.js'

// Writes every file that is derived from this package; `test/generated.test.ts` fails when one is stale.

const root = new URL('../../../', import.meta.url)
const commands = new URL('docs/commands.md', root)
writeFileSync(new URL('rtl/concord_pkg.sv', root), generatePackage())
writeFileSync(commands, insertTables(readFileSync(commands, 'utf8'), commandTables()))
