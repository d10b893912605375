import { ConcordError, PRESETS } from '@concord/arch'
import { type LayerRow, layerTable, type Network, prepareSchedule, readNetwork } from '@concord/mapper'
import { formatNumber, formatPercent } from '../session/numbers.js'

/** What the card of a trained network says; see packages/trainer. */
export interface NetworkCard {
  readonly name: string
  readonly family: string
  readonly summary: string
  readonly operators: readonly string[]
  readonly test: Count
  readonly twin: Count
}

interface Count {
  readonly correct: number
  readonly total: number
}

/** Chips and batch of the cycles: of all, and of those with real shortcuts. */
const [CHIP, WIDE_CHIP] = [PRESETS.caravel, PRESETS.residual]
const BATCH = 16

export const NETWORK_COLUMNS = [
  'family',
  'operators',
  'weights / activations',
  'on the chip',
  'on the host',
  'cycles an image',
  'example',
  'correct',
  'float twin',
] as const

/**
 * One line of the table of families: what a network needs and where it runs.
 *
 * @param file - path of the network
 * @param link - how the page names it
 */
export async function networkRow(card: NetworkCard, file: string, link: string): Promise<string[]> {
  const { family, summary, operators, test, twin, name } = card
  const places = await placesOf(file)
  const example = `[${name}](${link}): ${summary}`
  return [family, operators.join(', '), ...places, example, percent(test), percent(twin)]
}

/** Planes, layers on the chip and the host's part; a network that cannot be mapped says why. */
async function placesOf(file: string): Promise<[planes: string, chip: string, host: string, cycles: string]> {
  try {
    const { network } = await readNetwork(file)
    const [planes, chip, host] = describe(layerTable(network))
    const cost = costOf(network)
    return 'cycles' in cost ? [planes, chip, host, cost.cycles] : [planes, cost.reason, host, '']
  } catch (error) {
    if (!(error instanceof ConcordError)) throw error
    return ['', 'not mapped', `${error.where}: ${error.why}`, '']
  }
}

/** Cycles of an image, or why the chip of the table cannot run it. */
function costOf(network: Network): { readonly cycles: string } | { readonly reason: string } {
  try {
    const wide = network.layers.some(({ scale }) => scale !== undefined)
    const { cycles } = prepareSchedule(network).cost(wide ? WIDE_CHIP : CHIP, { batch: BATCH })
    return { cycles: `${formatNumber(cycles / BATCH)}${wide ? ` (\`${WIDE_CHIP.name}\`)` : ''}` }
  } catch (error) {
    if (!(error instanceof ConcordError)) throw error
    return { reason: `does not fit: ${error.why}` }
  }
}

function describe(rows: readonly LayerRow[]): [string, string, string] {
  const chip = rows.filter(({ place }) => place === 'chip')
  const host = rows.filter(({ place }) => place === 'host')
  const macs = (list: readonly LayerRow[]) => list.reduce((sum, row) => sum + row.macs, 0)
  const [onChip, onHost] = [macs(chip), macs(host)]
  const planes = [
    ...new Set(
      chip.flatMap(({ weightPlanes, actPlanes }) =>
        weightPlanes > 0 ? [`${weightPlanes} / ${actPlanes}`] : [],
      ),
    ),
  ].join(', ')
  const parts = host.map(({ operator, reason }) => (reason === '' ? operator : `${operator} (${reason})`))
  const share = formatPercent(onChip / (onChip + onHost))
  return [planes, `${chip.length} layers, ${formatNumber(onChip)} MACs (${share})`, parts.join('; ')]
}

function percent({ correct, total }: Count): string {
  return `${((100 * correct) / total).toFixed(2)} %`
}
