import type { ChipConfig } from '@concord/arch'
import {
  abcScript,
  hashOf,
  KeyedStore,
  rtlFingerprint,
  synthesiseModules,
  type TruthPoint,
} from '@concord/estimator'
import type { Session } from '../session/session.js'
import { measureChip } from './measure-chip.js'
import { type NetworkInput, workloadsFor } from './workloads.js'

/** Changes when what is measured changes. */
const FORMAT = '3'

export interface PointsOptions {
  readonly pdkRoot: string | undefined
  readonly mnist: NetworkInput
}

/**
 * Measures chips, each once: a point is kept as soon as it is there, so that an interrupted calibration goes on where it ended, and several
 * processes may work at the same points. A chip whose RTL or mapping was changed without changing its netlist is not measured again.
 */
export async function measurePoints(
  configs: readonly ChipConfig[],
  options: PointsOptions,
  session: Session,
): Promise<TruthPoint[]> {
  const store = new KeyedStore('calibrate/points')
  const rtl = hashOf([rtlFingerprint(), abcScript(true)])
  const points: TruthPoint[] = []
  for (const [index, config] of configs.entries()) {
    const report = (what: string): void => {
      session.progress.phase(`chip ${index + 1} of ${configs.length}: ${what}`)
    }
    const streams = [...workloadsFor(config, options.mnist)].map(([name, { stream, inputInterval }]) =>
      [name, inputInterval, Buffer.from(stream).toString('base64')].join(),
    )
    const keyOf = (chip: string): string => hashOf([FORMAT, chip, JSON.stringify(config), ...streams])
    const byRtl = keyOf(rtl)
    let point = (await store.read(byRtl)) as TruthPoint | undefined
    if (point === undefined) {
      report('synthesis')
      const modules = new KeyedStore('calibrate/modules')
      const synthesis = await synthesiseModules(config, modules, { pdkRoot: options.pdkRoot })
      const byNetlist = keyOf(synthesis.key)
      point = (await store.read(byNetlist)) as TruthPoint | undefined
      if (point === undefined) {
        point = await measureChip(config, synthesis, { ...options, report })
        await store.write(byNetlist, point)
      }
      await store.write(byRtl, point)
    }
    points.push(point)
    await session.breathe()
  }
  return points
}
