import { SCALING_RULES } from '@concord/estimator'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { LAYER_RULE } from './energy-by-layer.js'
import type { Merit } from './merit.js'

/** Figures of merit as text. */
export function describeMerit(merit: Merit, clockMhz: number): string {
  const both = (network: number, lanes: number, unit: string): string =>
    `${formatSignificant(network)} ${unit} (${formatSignificant(lanes)} by lane operations)`
  const layers = merit.layers.map(({ name, energyNj, share, energyPerOpPj }) => [
    name,
    formatSignificant(energyNj, 4),
    formatPercent(share, 1),
    formatSignificant(energyPerOpPj),
  ])
  const published = merit.published.map(({ name, nodeNm, voltageV, topsPerWatt, scaled, scope }) => [
    name,
    `${nodeNm} nm, ${voltageV} V`,
    formatSignificant(topsPerWatt),
    formatSignificant(scaled.topsPerWatt),
    scaled.topsPerMm2 === undefined ? '' : formatSignificant(scaled.topsPerMm2),
    scope,
  ])
  const own = [
    'this chip',
    `at ${clockMhz} MHz`,
    '',
    formatSignificant(merit.laneTopsPerWatt),
    formatSignificant(merit.peakTopsPerMm2),
    'lane operations a watt on this network; peak by area after placement',
  ]
  return [
    formatTable(['layer', 'nJ an input', 'share', 'pJ/op'], layers),
    `Shared out: ${LAYER_RULE}.`,
    '',
    formatPairs([
      [
        'operations',
        `${formatNumber(merit.opsPerInput)} an input (${formatNumber(merit.laneOpsPerInput)} lane operations); 1 MAC = 2 OP`,
      ],
      ['energy', both(merit.energyPerOpPj, merit.energyPerLaneOpPj, 'pJ/op')],
      ['efficiency', both(merit.topsPerWatt, merit.laneTopsPerWatt, 'TOPS/W')],
      ['speed', `${formatSignificant(merit.tops)} TOPS of ${formatSignificant(merit.peakTops)} at the peak`],
      [
        'density',
        `${formatSignificant(merit.topsPerMm2)} TOPS/mm² of ${formatSignificant(merit.peakTopsPerMm2)} at the peak`,
      ],
    ]),
    '',
    formatTable(
      ['published chips', 'made in', 'TOPS/W', 'scaled', 'TOPS/mm² scaled', 'of'],
      [...published, own],
      1,
    ),
    `Scaled: ${SCALING_RULES}.`,
  ].join('\n')
}
