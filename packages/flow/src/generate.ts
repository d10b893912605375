import { mkdirSync, writeFileSync } from 'node:fs'
import { committedFiles, OPENLANE_FOLDER } from './design/committed.js'

// Writes the LibreLane folders of openlane/; test/design/committed.test.ts fails when one is stale.

for (const [path, text] of Object.entries(committedFiles())) {
  const target = new URL(path, OPENLANE_FOLDER)
  mkdirSync(new URL('.', target), { recursive: true })
  writeFileSync(target, text)
}
