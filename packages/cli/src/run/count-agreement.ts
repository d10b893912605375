import { type Network, sourceLabel } from '@concord/mapper'
import type { DataSet } from '../io/data-set.js'
import type { Session } from '../session/session.js'

/** Counts the inputs for which the source graph, in float64, chooses the same class as the chip did. @param labels - the chip's */
export async function countAgreement(
  network: Network,
  data: DataSet,
  labels: ArrayLike<number>,
  session: Session,
): Promise<number> {
  const phase = session.progress.phase('classifying with the source graph', data.count, 'inputs')
  let agreeing = 0
  for (let i = 0; i < data.count; i++) {
    phase.update(i)
    await session.breathe()
    const bytes = data.pixels.subarray(i * data.elements, (i + 1) * data.elements)
    if (sourceLabel(network, bytes) === labels[i]) agreeing++
  }
  phase.end()
  return agreeing
}
