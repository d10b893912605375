import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { measuredError } from '@concord/estimator'
import type { LayerSplit } from '../cost/layer-split.js'
import { chipOf } from '../point/point.js'
import { type DoneRow, isDone, type Row } from '../point/row.js'
import type { Plan } from '../run/plan-folder.js'
import type { Confirmation } from '../search/confirm.js'
import { METRIC_NAMES, METRICS } from '../space/metrics.js'
import type { Fidelity } from '../space/schema.js'
import { CLIENT } from './client.js'
import { knobNames } from './csv.js'
import { sensitivities } from './sensitivity.js'
import { STYLE } from './style.js'

/** What a report shows. */
export interface ReportContent {
  readonly plan: Plan
  readonly rows: readonly Row[]
  readonly front: readonly DoneRow[]
  readonly confirmations: readonly Confirmation[]
  readonly missing: number
  readonly version: string
  /** Layers of some points of the front, one split a network. */
  readonly splits: ReadonlyMap<string, readonly LayerSplit[]>
}

const FAILED_SHOWN = 100

const FIDELITY_NOTES: Readonly<Record<Fidelity, string>> = {
  closedForm:
    'closed form: cycles exactly as simulated, switching of random data, area composed of cell facts',
  simulated:
    'simulated: switching counted on random data, the same for every point; area composed of cell facts',
  synthesised: 'synthesised: area of the cells that Yosys makes of the RTL; switching as simulated',
}

/** The report: one HTML page that needs nothing else. */
export function renderReport(content: ReportContent): string {
  const { plan, rows, front, missing } = content
  const library = readFileSync(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'), 'utf8')
  const title = escapeText(plan.space.name)
  const failed = rows.filter(({ status }) => status === 'failed').length
  const excluded = rows.filter(({ status }) => status === 'excluded').length
  const facts = [
    `${rows.length.toLocaleString('en')} points`,
    `${front.length.toLocaleString('en')} on the front`,
    ...(excluded > 0 ? [`${excluded.toLocaleString('en')} beyond a limit`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en')} failed`] : []),
    ...(missing > 0 ? [`${missing.toLocaleString('en')} not yet evaluated`] : []),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Concord</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><h1>${title}</h1><p>${facts.join(' · ')}</p></header>
<section><h2>Front</h2>
<p>Each mark is a chip. No other chip is better than one of the front in every objective. Click a mark to choose it.</p>
<div class="choose"><label>across <select id="x"></select></label> <label>up <select id="y"></select></label></div>
<div class="chart tall" id="front"></div></section>
<section><h2>Chosen chip</h2><div id="chosen"></div>
<div class="pair"><div class="chart" id="layers"></div><div class="chart" id="switching"></div></div>
<p id="layersNote"></p></section>
<section><h2>Knobs of the front</h2>
<p>One line a chip of the front. Drag along an axis to keep a part of it.</p><div class="chart" id="parallel"></div></section>
<section><h2>What each knob does</h2>
<p>Geometric mean over all other knobs, largest by smallest value of the knob.</p><div class="chart" id="knobs"></div></section>
<section><h2>Roofline</h2>
<p>Operations against stream bytes, both a cycle, of the front. 1 MAC = 2 OP. Dashed: what the chosen chip can do at most.</p>
<div class="chart" id="roofline"></div></section>
<section><h2>Failed points</h2><div id="failed"></div></section>
<section><h2>Provenance</h2><dl id="provenance"></dl></section>
</main>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script type="application/json" id="data">${escapeJson(dataOf(content))}</script>
<script>${CLIENT}</script>
</body>
</html>
`
}

function dataOf({ plan, rows, front, confirmations, version, splits }: ReportContent): object {
  const { space, header } = plan
  const knobs = knobNames(space)
  const done = rows.filter(isDone)
  const ids = new Set(front.map(({ id }) => id))
  const ok = done.filter(({ status }) => status === 'ok')
  const reasons = new Map<string, { count: number; example: Row }>()
  for (const row of rows) {
    if (row.status !== 'failed') continue
    const known = reasons.get(row.reason)
    if (known) known.count++
    else reasons.set(row.reason, { count: 1, example: row })
  }
  return {
    metrics: METRICS,
    objectives: space.objectives,
    knobs,
    points: {
      id: done.map(({ id }) => id),
      // 0 beyond a limit, 1 dominated, 2 front
      kind: done.map((row) => (row.status !== 'ok' ? 0 : ids.has(row.id) ? 2 : 1)),
      knobs: Object.fromEntries(knobs.map((name) => [name, done.map(({ parameters }) => parameters[name])])),
      metrics: Object.fromEntries(
        METRIC_NAMES.map((name) => [name, done.map(({ metrics }) => Number(metrics[name].toPrecision(5)))]),
      ),
    },
    front: front.map(({ id, parameters, networks }) => {
      const chip = chipOf(space.chip, parameters)
      const peak = { ops: 2 * chip.rows * chip.lanes, bytes: (2 * chip.streamBits) / 8 }
      return { id, networks, peak }
    }),
    confirmed: Object.fromEntries(
      confirmations.map(({ row, confirmed }) => [
        row.id,
        isDone(confirmed) ? { metrics: confirmed.metrics } : { reason: confirmed.reason },
      ]),
    ),
    splits: Object.fromEntries(splits),
    networks: header.networks.map(({ name }) => name),
    sensitivities: sensitivities(ok, knobs, space.objectives),
    failed: [...reasons]
      .sort(([, a], [, b]) => b.count - a.count)
      .slice(0, FAILED_SHOWN)
      .map(([reason, { count, example }]) => ({ reason, count, parameters: example.parameters })),
    provenance: {
      'made by': `Concord ${version}, figures of version ${header.codeVersion}`,
      space: header.file,
      search: `${space.search.strategy}, seed ${space.search.seed}`,
      fidelity: FIDELITY_NOTES[space.fidelity],
      ...(space.confirm && { 'front confirmed': FIDELITY_NOTES[space.confirm] }),
      networks: header.networks.map(({ name, sha256 }, i) => {
        const { weight, batch } = space.networks[i]
        return `${name}: weight ${Number(weight.toPrecision(3))}, batch ${batch}, sha256 ${sha256}`
      }),
      technology: `${space.chip.technology}, ${space.chip.corner}`,
      'other fields of the chip': Object.entries(space.chip)
        .filter(([name, value]) => !(knobs as string[]).includes(name) && typeof value !== 'object')
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
      'left out': `${header.leftOut.toLocaleString('en')} places of the grid are no legal chip, break a condition, or repeat another`,
      limits: space.limits.map(({ text }) => text),
      area: `composed of cells of the structure; error: ${measuredError(space.chip.technology, 'area')}`,
      energy: `composed of counted events, clock and leakage; error: ${measuredError(space.chip.technology, 'power')}`,
      'range of these errors':
        'chips like those of "concord calibrate"; "concord estimate" says what of a chip lies outside',
    },
  }
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** JSON that cannot end the element it stands in. */
function escapeJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
