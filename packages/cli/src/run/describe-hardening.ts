import { relative } from 'node:path'
import type { CollectedRun, FlowFigures, HardenResult } from '@concord/flow'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { formatPairs, formatTable } from '../session/text-table.js'

/** A hardening for people to read. */
export function describeHardening({ status, folder, command, run, picture, needs }: HardenResult): string {
  const place = relative(process.cwd(), folder) || '.'
  if (run === undefined) {
    const before = needs === undefined ? '' : `\nBefore it can be: ${needs}.`
    return `Run folder: ${place}\nLibreLane was not run. To run it:\n\n  ${command}${before}`
  }
  const titles = {
    prepared: 'Prepared',
    done: 'Done',
    findings: 'Done, with findings',
    failed: 'Failed',
  } as const
  const parts = [
    `\n${titles[status]}; steps that ended well: ${run.steps.filter(({ done }) => done).length}; ${place}`,
    '',
    formatPairs([...sizes(run.figures), ...power(run), ...saved(run, picture)]),
    corners(run.figures),
    checks(run.figures),
  ]
  return parts.filter((part) => part !== undefined).join('\n')
}

type Pair = [name: string, value: string]

function sizes(figures: FlowFigures): Pair[] {
  const area = (um2: number) => `${formatSignificant(um2, 5)} µm²`
  const pairs: [string, number | undefined, (value: number) => string][] = [
    ['die', figures.dieAreaUm2, area],
    ['core', figures.coreAreaUm2, area],
    ['cells', figures.cellAreaUm2, (um2) => area(um2)],
    ['number of cells', figures.cells, (count) => formatNumber(count)],
    ['macros', figures.macroAreaUm2, area],
    ['utilisation', figures.utilisation, (share) => formatPercent(share, 1)],
    ['wires', figures.wirelengthUm, (um) => `${formatSignificant(um / 1e3)} mm`],
    ['worst IR drop', figures.worstIrDropV, (volt) => `${formatSignificant(volt * 1e3)} mV`],
  ]
  return pairs.flatMap(([name, value, show]) => (value === undefined ? [] : [[name, show(value)] as Pair]))
}

function power({ power: report }: CollectedRun): Pair[] {
  if (report === undefined) return []
  const mw = (watt: number) => `${formatSignificant(1e3 * watt)} mW`
  const { totalW, internalW, switchingW, leakageW } = report.total
  return [
    [
      `power, ${report.corner}`,
      `${mw(totalW)} (internal ${mw(internalW)}, switching ${mw(switchingW)}, leakage ${mw(leakageW)})`,
    ],
  ]
}

function saved({ views, metricsFile }: CollectedRun, picture: string | undefined): Pair[] {
  const near = (path: string) => relative(process.cwd(), path)
  return [
    ['views', views.length > 0 ? views.join(', ') : 'none'],
    ...(metricsFile === undefined ? [] : [['metrics', near(metricsFile)] as Pair]),
    ...(picture === undefined ? [] : [['picture', near(picture)] as Pair]),
  ]
}

function corners({ corners: all }: FlowFigures): string | undefined {
  if (all.length === 0) return undefined
  const ns = (slack: number | undefined) => (slack === undefined ? 'no path' : formatSignificant(slack))
  const count = (violations: number | undefined) => String(violations ?? '')
  const rows = all.map(({ corner, setupSlackNs, setupViolations, holdSlackNs, holdViolations }) => [
    ...[corner, ns(setupSlackNs), count(setupViolations), ns(holdSlackNs), count(holdViolations)],
  ])
  return `\n${formatTable(['corner', 'set-up slack, ns', 'violations', 'hold slack, ns', 'violations'], rows)}`
}

function checks({ checks: all }: FlowFigures): string | undefined {
  const entries = Object.entries(all)
  if (entries.length === 0) return undefined
  const found = entries.filter(([, number]) => number > 0)
  const clean = entries.filter(([, number]) => number === 0).map(([name]) => name)
  return `\n${formatPairs([
    ['clean', clean.join(', ') || 'nothing'],
    ...found.map(([name, number]): Pair => [name, formatNumber(number)]),
  ])}`
}
