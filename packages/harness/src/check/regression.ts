import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChipConfig, ConcordError, parseChipConfig } from '@concord/arch'
import type { RtlStyle } from '../build/rtl-sources.js'
import { REGRESSION_DIRECTORY } from '../paths.js'
import type { Scenario } from './episode.js'
import type { Mismatch } from './mismatch.js'

const FORMAT = 1

/** A scenario that once told two models apart. */
export interface Regression {
  readonly config: ChipConfig
  readonly style: RtlStyle
  readonly scenario: Scenario
  /** What was seen then. */
  readonly mismatch: Mismatch
}

/** Writes a regression file named after its content; gives its path. */
export async function saveRegression(
  regression: Regression,
  directory = REGRESSION_DIRECTORY,
): Promise<string> {
  const { config, style, scenario, mismatch } = regression
  const episodes = scenario.episodes.map((episode) => ({
    ...episode,
    bytes: Buffer.from(episode.bytes).toString('base64'),
  }))
  const content = { format: FORMAT, style, mismatch, config, scenario: { ...scenario, episodes } }
  const text = `${JSON.stringify(content, undefined, 2)}\n`
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, name), text)
  return join(directory, name)
}

/** Reads one regression file. */
export async function loadRegression(file: string): Promise<Regression> {
  const { format, style, mismatch, config, scenario } = JSON.parse(await readFile(file, 'utf8'))
  if (format !== FORMAT) {
    throw new ConcordError({
      what: 'Unreadable regression file',
      where: file,
      why: `its format is ${format}, legal: ${FORMAT}`,
      fix: 'remove it, or write it anew with this version',
    })
  }
  const episodes = scenario.episodes.map((episode: { bytes: string }) => ({
    ...episode,
    bytes: new Uint8Array(Buffer.from(episode.bytes, 'base64')),
  }))
  return { style, mismatch, config: parseChipConfig(config, file), scenario: { ...scenario, episodes } }
}

/** Paths of all regression files. */
export async function regressionFiles(directory = REGRESSION_DIRECTORY): Promise<string[]> {
  const files = await readdir(directory).catch(() => [])
  return files.filter((file) => file.endsWith('.json')).map((file) => join(directory, file))
}
