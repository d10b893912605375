import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { describeHost, hostTable } from './host-record.js'
import type { RunRecord } from './record.js'

/** A run as text: the figures, then the layers. */
export function formatSummary(record: RunRecord): string {
  const { correct, accuracy, inputs, cycles, time, program, energy, area } = record
  const result =
    correct === null || accuracy === null
      ? `${formatNumber(inputs)} inputs, no labels`
      : `${formatPercent(accuracy)}, ${formatNumber(correct)} of ${formatNumber(inputs)} right`
  const pairs: [string, string][] = [
    ['network', `${record.model.file} on ${record.chip}, ${record.engine} engine`],
    ['accuracy', result],
    [
      'cycles',
      `${formatNumber(cycles.perInput, 1)} an input; ${formatNumber(cycles.perExecution)} an execution of ${formatNumber(program.batch)} inputs`,
    ],
    ['speed', `${formatSignificant(time.inputsPerSecond)} inputs/s at ${time.clockMhz} MHz`],
    ['utilisation', `${formatPercent(record.utilisation, 1)} of the array's lanes`],
    [
      'energy',
      `${formatSignificant(record.energyPerInputNj)} nJ an input, ${formatSignificant(energy.powerMw)} mW (estimate: ${energy.basis}, error ${energy.error})`,
    ],
    [
      'area',
      `${formatSignificant(area.total / 1e6)} mm² of cells, ${formatSignificant(area.dieAreaUm2 / 1e6)} mm² placed (estimate: ${area.basis}, error ${area.error})`,
    ],
    ['host', describeHost(record.host, macsOnChip(record))],
    ['program', `sha256 ${program.sha256}`],
  ]
  return [formatPairs(pairs), layerTable(record), hostTable(record.host)]
    .filter((text) => text !== '')
    .join('\n\n')
}

/** Of the layers on the chip, for one input. */
function macsOnChip({ layers }: RunRecord): number {
  return layers.reduce((sum, { place, macs }) => sum + (place === 'chip' ? macs : 0), 0)
}

function layerTable({ layers }: RunRecord): string {
  const onChip = layers.filter(({ place }) => place === 'chip')
  const rows = onChip.map(({ name, kind, cycles, utilisation }) => [
    name,
    formatNumber(cycles.total),
    formatNumber(cycles.compute),
    formatNumber(cycles.load),
    formatNumber(cycles.drain),
    formatNumber(cycles.stalls),
    kind === 'overhead' ? '' : formatPercent(utilisation, 1),
  ])
  return formatTable(['layer', 'cycles', 'compute', 'load', 'drain', 'stalls', 'utilisation'], rows)
}
