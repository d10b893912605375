import { type ChipConfig, chipSignature } from '@concord/arch'
import type { CollectedRun } from '@concord/flow'
import type { RunFile } from '../io/run-file.js'
import { priceArea, priceEnergy } from '../run/price.js'
import type { EstimateRecord } from '../run/record.js'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { timingDiagrams } from './diagrams.js'
import { counterTable, errorTable, portTable, registerTable, type Table } from './tables.js'
import type { TimingDiagram } from './waves.js'

/** What a datasheet is made from, beside the chip. */
export interface DatasheetSources {
  /** Run of a network, for energy. */
  readonly run?: RunFile | undefined
  /** Layout, for measured area, timing and power. */
  readonly layout?: CollectedRun | undefined
}

/** A datasheet: text in Markdown, with a place for each diagram. */
export interface Datasheet {
  /** @param picture - how a diagram stands in the text */
  readonly text: (picture: (diagram: TimingDiagram) => string) => string
  readonly diagrams: readonly TimingDiagram[]
}

/** Writes the datasheet of a chip. */
export function makeDatasheet(config: ChipConfig, sources: DatasheetSources): Datasheet {
  const diagrams = timingDiagrams(config)
  const text: Datasheet['text'] = (picture) =>
    [
      `# ${config.name}: datasheet`,
      summary(config),
      section('Configuration', markdown(configurationTable(config))),
      section('Ports', markdown(portTable(config))),
      section('Timing of the ports', diagrams.map((one) => diagramText(one, picture)).join('\n\n')),
      section('Registers', markdown(registerTable())),
      section('Counters', `They count from the first beat to done or error.\n\n${markdown(counterTable())}`),
      section('Errors', `The first error halts the chip until it is reset.\n\n${markdown(errorTable())}`),
      section('Area', areaText(config, sources.layout)),
      ...timingText(sources.layout),
      section('Power', powerText(config, sources)),
    ].join('\n\n')
  return { text: (picture) => `${text(picture)}\n`, diagrams }
}

function summary(config: ChipConfig): string {
  const { rows, lanes, clockMhz, technology, streamBits } = config
  const gops = formatNumber(2 * rows * lanes * clockMhz * 1e-3, 1)
  const signature = chipSignature(config).toString(16).padStart(4, '0')
  return [
    `Accelerator for binary neural networks: ${rows} rows of ${lanes} XNOR lanes, ${clockMhz} MHz, up to ${gops} GOP/s (1 MAC = 2 OP), ${technology}.`,
    `One ${streamBits}-bit stream of commands and data in, one of results out, a Wishbone slave for control. Signature 0x${signature}.`,
    `Written by \`concord datasheet ${config.name}\`. Timing diagrams are runs of the cycle-exact model.`,
  ].join('\n')
}

function configurationTable(config: ChipConfig): Table {
  const rows = Object.entries(config).flatMap(([field, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([memory, style]) => [`\`${field}.${memory}\``, String(style)])
      : [[`\`${field}\``, String(value)]],
  )
  return { header: ['field', 'value'], rows }
}

function diagramText(diagram: TimingDiagram, picture: (diagram: TimingDiagram) => string): string {
  return `### ${diagram.title}\n\n${diagram.text}\n\n${picture(diagram)}`
}

function areaText(config: ChipConfig, layout: CollectedRun | undefined): string {
  const area = priceArea(config)
  const estimated = [
    `${formatSignificant(area.total, 4)} µm² of cells; about ${formatSignificant(area.dieAreaUm2 / 1e6)} mm² after layout.`,
    basisOf(area),
    '',
    markdown(blockTable(area)),
  ].join('\n')
  const { cellAreaUm2, dieAreaUm2, utilisation } = layout?.figures ?? {}
  const measured = [
    ['cells', cellAreaUm2, (um2: number) => `${formatSignificant(um2, 5)} µm²`],
    ['die', dieAreaUm2, (um2: number) => `${formatSignificant(um2, 5)} µm²`],
    ['utilisation', utilisation, (share: number) => formatPercent(share, 1)],
  ] as const
  const rows = measured.flatMap(([name, value, show]) => (value === undefined ? [] : [[name, show(value)]]))
  if (rows.length === 0) return estimated
  return `Of the layout:\n\n${markdown({ header: ['', 'measured'], rows })}\n\nEstimated: ${estimated}`
}

function blockTable({ blocks, total, unit }: EstimateRecord): Table {
  const rows = [...blocks]
    .sort((a, b) => b.value - a.value)
    .map(({ name, value, note }) => [
      name,
      formatSignificant(value, 4),
      formatPercent(value / total, 1),
      note ?? '',
    ])
  return { header: ['block', unit, 'share', 'what it holds'], rows }
}

function timingText(layout: CollectedRun | undefined): string[] {
  const corners = layout?.figures.corners ?? []
  if (corners.length === 0) return []
  const ns = (slack: number | undefined) => (slack === undefined ? 'no path' : formatSignificant(slack))
  const rows = corners.map(({ corner, setupSlackNs, holdSlackNs }) => [
    corner,
    ns(setupSlackNs),
    ns(holdSlackNs),
  ])
  return [section('Timing', markdown({ header: ['corner', 'set-up slack, ns', 'hold slack, ns'], rows }))]
}

function powerText(config: ChipConfig, { run, layout }: DatasheetSources): string {
  const parts: string[] = []
  if (layout?.power !== undefined) {
    const { totalW } = layout.power.total
    parts.push(
      `${formatSignificant(1e3 * totalW)} mW in ${layout.power.corner}, by OpenSTA on the layout, without the activity of a workload unless the flow was given one.`,
    )
  }
  if (run !== undefined) {
    const energy = priceEnergy(config, run.switching, { inputs: run.inputs, ...run.cycles })
    parts.push(
      `${run.model.file}: ${formatSignificant(energy.total)} nJ an input, ${formatSignificant(energy.powerMw)} mW at ${config.clockMhz} MHz.\n${basisOf(energy)}\n\n${markdown(blockTable(energy))}`,
    )
  }
  return parts.length > 0
    ? parts.join('\n\n')
    : 'Needs a workload: give a run with `--run`, or a layout with `--layout`.'
}

function basisOf({ basis, error, note }: EstimateRecord): string {
  return `Basis: ${basis}; error: ${error}. ${note}`
}

function section(title: string, text: string): string {
  return `## ${title}\n\n${text}`
}

function markdown({ header, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}
