import { type Explanation, explainPoint, METRICS, openPlan, readPoints } from '@concord/explorer'
import { type Command, Option } from 'commander'
import { InputError } from '../io/input-file.js'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord explore space.yaml -o out
  $ concord explain 3f9c --plan out          the first digits of a point's id are enough

Changes move one knob to its next value in the space; knobs that the space fixes are halved and doubled.`

/** `concord explain`: what bounds a point, and what would help. */
export function addExplain(program: Command, session: Session): void {
  addVerb<[string], { plan: string }>(program, session, {
    usage: 'explain <point>',
    summary: 'say what bounds a point of a space, and what would help',
    description: 'Splits a point by layers and tries every single change of a knob.',
    examples: EXAMPLES,
    options: [new Option('-p, --plan <folder>', 'folder of the exploration').makeOptionMandatory()],
    action: async ({ plan: folder }, id) => {
      const plan = openPlan(folder)
      const found = readPoints(plan).filter((point) => point.id.startsWith(id))
      if (found.length !== 1) {
        const why =
          found.length === 0 ? `no point starts with ${id}` : `${found.length} points start with ${id}`
        throw new InputError('No such point', folder, why, 'give an id of points.csv or of the report')
      }
      session.progress.phase(`explaining ${found[0].id}`)
      await session.breathe()
      const explanation = await explainPoint(plan, found[0].parameters)
      session.print(describe(explanation))
      return explanation
    },
  })
}

function describe({ row, splits, best }: Explanation): string {
  if (row.status === 'failed') return `${row.id} failed: ${row.reason}`
  const knobs = Object.entries(row.parameters).map(([name, value]) => `${name} ${value}`)
  const metrics = Object.entries(METRICS).map(([name, { unit }]): [string, string] => [
    name,
    `${formatSignificant(row.metrics[name as keyof typeof METRICS], 4)} ${unit}`,
  ])
  const networks = row.networks.map(({ network, bound, computeShare, loadShare, postShare }, i) => {
    const shares = [
      `array busy ${formatPercent(computeShare, 1)}`,
      `weights and inputs coming in ${formatPercent(loadShare, 1)}`,
      `waiting for the post unit ${formatPercent(postShare, 1)}`,
    ].join(', ')
    const layers = splits[i].layers.map((layer) => [
      layer.name,
      formatNumber(layer.macs),
      formatNumber(layer.computeCycles),
      formatNumber(layer.loadCycles),
      formatNumber(layer.postCycles),
      layer.switchingNj === undefined ? '–' : formatSignificant(layer.switchingNj),
    ])
    const header = ['layer', 'MACs', 'array', 'loading', 'post unit', 'switching nJ']
    return `${network}: bound by ${bound}; ${shares} of ${formatNumber(splits[i].cycles)} cycles\n\n${formatTable(header, layers)}`
  })
  const changes = Object.entries(best).map(([metric, list]) => {
    const lines = list.map(({ knob, from, to, ratios, within }) => {
      const effects = Object.entries(ratios).map(([name, ratio]) => `${name} ${change(ratio)}`)
      return `  ${knob} ${from} to ${to}: ${effects.join(', ')}${within ? '' : ' (beyond a limit)'}`
    })
    return `for ${metric}:\n${lines.join('\n') || '  no single change helps'}`
  })
  return [
    formatPairs([['point', row.id], ['knobs', knobs.join(', ')], ...metrics]),
    ...networks,
    `What would help\n${changes.join('\n')}`,
  ].join('\n\n')
}

function change(ratio: number): string {
  const percent = 100 * (ratio - 1)
  return `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %`
}
