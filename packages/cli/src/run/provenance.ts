import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { VERSION } from '../version.js'
import type { RunRecord } from './record.js'

/** What made a result, and when. */
export interface Provenance {
  readonly concord: RunRecord['concord']
  readonly tools: Readonly<Record<string, string>>
}

/** Version, commit (when this is a git checkout) and date. */
export async function findProvenance(): Promise<Provenance> {
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const { stdout, failed } = await execa('git', ['rev-parse', '--short=12', 'HEAD'], { cwd, reject: false })
  return {
    concord: {
      version: VERSION,
      commit: failed || !stdout ? null : stdout,
      date: new Date().toISOString(),
    },
    tools: { node: process.version },
  }
}
