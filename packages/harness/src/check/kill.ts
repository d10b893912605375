import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConcordError } from '@concord/arch'
import type { Fault } from '../faults/fault.js'
import { RTL_DIRECTORY } from '../paths.js'
import { drawChips, runCampaign } from './campaign.js'
import { describeFailure } from './failure.js'
import type { Mismatch } from './mismatch.js'

export interface KillOptions {
  readonly seed: number
  /** Chips tried in turn. */
  readonly chips: number
  /** Scenarios on each. */
  readonly runs: number
}

/** How a fault was found. */
export interface Kill {
  readonly mismatch: Mismatch
  /** Scenarios run until then, on all chips. */
  readonly scenarios: number
}

/** Puts a fault into a copy of the RTL and runs the properties until one fails; undefined when none does. */
export async function killFault(fault: Fault, { seed, chips, runs }: KillOptions): Promise<Kill | undefined> {
  const directory = await faultyRtl(fault)
  try {
    let scenarios = 0
    for (const [index, config] of drawChips(chips, seed).entries()) {
      const options = { chips: [config], runs, seed: seed + index, keep: false, rtlDirectory: directory }
      const result = await runCampaign({ ...options, engines: ['verilator'] })
      scenarios += result.scenarios
      const [failure] = result.failures
      if (failure?.mismatch.engine === 'verilator') return { mismatch: failure.mismatch, scenarios }
      if (failure) {
        throw new ConcordError({
          what: 'Two models of the chip differ, and not by the fault',
          where: fault.name,
          why: describeFailure(failure),
          fix: 'repair the models first; the regression tests and `pnpm test:deep` show how they differ',
        })
      }
    }
    return undefined
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Makes a copy of the RTL with a fault in it, in a temporary directory that the caller removes. */
export async function faultyRtl(fault: Fault): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'concord-fault-'))
  await cp(RTL_DIRECTORY, directory, { recursive: true, filter: (path) => !path.includes('node_modules') })
  await patch(directory, fault)
  return directory
}

async function patch(directory: string, { name, file, find, replace }: Fault): Promise<void> {
  const path = join(directory, file)
  const text = await readFile(path, 'utf8')
  const places = text.split(find).length - 1
  if (places !== 1) {
    throw new ConcordError({
      what: 'A fault no longer fits the RTL',
      where: `${name}, in ${file}`,
      why: `its text occurs ${places} times, legal: once`,
      fix: 'rewrite the fault for the RTL as it is now',
    })
  }
  await writeFile(
    path,
    text.replace(find, () => replace),
  )
}
