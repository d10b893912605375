import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChipConfig, rtlParameters } from '@concord/arch'
import { loadLibrary } from '../cells/load-library.js'
import { libertyForSynthesis } from './liberty-for-synthesis.js'
import { abcScript, mappingScript } from './mapping-script.js'
import { readRtl } from './read-rtl.js'
import { type Synthesis, type SynthesisOptions, synthesiseChip } from './synthesise.js'

/** Where synthesised chips are kept: `$CONCORD_CACHE`, or `build/synthesis` in the workspace. */
function cacheFolder(): string {
  return process.env.CONCORD_CACHE || fileURLToPath(new URL('../../../../build/synthesis', import.meta.url))
}

/** Synthesises a chip, or finds it synthesised from the same sources, parameters, cells and commands. */
export async function cachedSynthesis(config: ChipConfig, options: SynthesisOptions): Promise<Synthesis> {
  const { technology, corner } = config
  const rtl = options.rtl ?? readRtl('sky130')
  const library = loadLibrary(technology)
  const liberty = libertyForSynthesis(technology, corner, options.pdkRoot)
  const parameters = rtlParameters(config)
  const parts = [
    rtl,
    mappingScript(Object.keys(rtl), 'concord_chip', parameters, library, options.flatten, options.goal),
    abcScript(liberty.basis === 'PDK', options.goal, true, options.periodNs),
    liberty.text,
  ]
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
  const path = join(cacheFolder(), `synthesis-${hash}.json`)
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return JSON.parse(known) as Synthesis
  const synthesis = await synthesiseChip(config, { ...options, rtl })
  await mkdir(cacheFolder(), { recursive: true })
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, JSON.stringify(synthesis))
  await rename(draft, path)
  return synthesis
}
