import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { waveformDirectory } from '../paths.js'
import { openRtl, type RtlEngine } from '../rtl/rtl-chip.js'
import { replay } from './check-scenario.js'
import { recordScenario } from './recording.js'
import { type Regression, saveRegression } from './regression.js'

/** A counterexample, as small as it got. */
export interface Failure extends Regression {
  readonly seed: number
  /** Path of fast-check to the counterexample: the run and its shrinks. */
  readonly path: string
  /** Where the regression file and the waveform of the shrunk case were written. */
  readonly regressionFile?: string
  readonly waveform?: string
}

/** Where a failure is kept, and which RTL it is of. */
export interface KeepPlaces {
  /** Folder of the regression files; the tests' own when left out. */
  readonly regressionDirectory?: string
  readonly rtlDirectory?: string
}

/** Writes the regression file of a failure and the waveform of the RTL in it. */
export async function keepFailure(failure: Failure, places: KeepPlaces = {}): Promise<Failure> {
  const { rtlDirectory, regressionDirectory } = places
  const regressionFile = await saveRegression(failure, regressionDirectory)
  const { config, scenario, style, mismatch } = failure
  const engine: RtlEngine = mismatch.engine === 'icarus' ? 'icarus' : 'verilator'
  await mkdir(waveformDirectory(), { recursive: true })
  const waveform = join(waveformDirectory(), `${basename(regressionFile, '.json')}-${engine}.vcd`)
  const rtl = await openRtl(config, {
    engine,
    style,
    trace: waveform,
    ...(rtlDirectory ? { rtlDirectory } : {}),
  })
  try {
    await replay(rtl, recordScenario(config, scenario))
  } finally {
    await rtl.close()
  }
  return { ...failure, regressionFile, waveform }
}

/** What a reader needs to find the fault. */
export function describeFailure(failure: Failure): string {
  const { config, mismatch, seed, path, style, scenario } = failure
  const at = mismatch.cycle === undefined ? 'at the end' : `in cycle ${mismatch.cycle}`
  const sizes = scenario.episodes.map(
    ({ bytes, legal }) => `${legal ? 'legal' : 'broken'} ${bytes.length} bytes`,
  )
  return [
    `${mismatch.engine} differs from step ${at}: ${mismatch.signal} expected ${mismatch.expected}, got ${mismatch.got}`,
    `  seed ${seed}, path ${path}, style ${style}; episodes: ${sizes.join(', ')}`,
    `  configuration ${JSON.stringify(config)}`,
    `  regression ${failure.regressionFile ?? 'not kept'}`,
    `  waveform   ${failure.waveform ?? 'not kept'}`,
  ].join('\n')
}
