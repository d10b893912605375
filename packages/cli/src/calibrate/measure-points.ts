import type { ChipConfig } from '@concord/arch'
import { hashOf, KeyedStore, rtlFingerprint, type TruthPoint } from '@concord/estimator'
import type { Session } from '../session/session.js'
import { measureChip } from './measure-chip.js'
import { type NetworkInput, workloadsFor } from './workloads.js'

/** Changes when what is measured changes. */
const FORMAT = '1'

export interface PointsOptions {
  readonly pdkRoot: string | undefined
  readonly mnist: NetworkInput
}

/**
 * Measures chips, each once: a point is kept as soon as it is there, so that an interrupted calibration goes on where it ended, and several
 * processes may work at the same points.
 */
export async function measurePoints(
  configs: readonly ChipConfig[],
  options: PointsOptions,
  session: Session,
): Promise<TruthPoint[]> {
  const store = new KeyedStore('calibrate/points')
  const rtl = rtlFingerprint()
  const points: TruthPoint[] = []
  for (const [index, config] of configs.entries()) {
    const streams = [...workloadsFor(config, options.mnist)].map(([name, { stream, inputInterval }]) =>
      [name, inputInterval, Buffer.from(stream).toString('base64')].join(),
    )
    const key = hashOf([FORMAT, rtl, JSON.stringify(config), ...streams])
    let point = (await store.read(key)) as TruthPoint | undefined
    if (point === undefined) {
      const report = (what: string): void => {
        session.progress.phase(`chip ${index + 1} of ${configs.length}: ${what}`)
      }
      point = await measureChip(config, { ...options, report })
      await store.write(key, point)
    }
    points.push(point)
    await session.breathe()
  }
  return points
}
