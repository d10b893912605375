import { UnsupportedError } from '../errors.js'
import type { Network } from '../network/network.js'
import { layerTable } from '../report/layer-table.js'

/**
 * Refuses a network of which the host would have to compute anything but planes of bytes and what follows the last layer.
 *
 * @param network - as it is placed on a chip
 * @throws UnsupportedError naming each part of the host, and why the chip does not run it
 */
export function refuseHost(network: Network): void {
  const { source, stem, head } = network
  const [input, ...rows] = layerTable(network).filter(({ place }) => place === 'host')
  const last = rows.at(-1)
  const graph = head.find((step) => step.op === 'graph')
  const isPlainHead = graph === undefined || (last?.macs === 0 && graph.needs === undefined)
  const refused = [...(stem ? [input] : []), ...rows.slice(0, -1), ...(isPlainHead || !last ? [] : [last])]
  if (refused.length === 0) return
  throw new UnsupportedError(
    refused.map(({ name, reason }) => ({ node: name, reason })),
    `let the host run it, choose another chip, or change ${source.name}`,
  )
}
