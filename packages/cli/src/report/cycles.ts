import type { CycleSplit, RunRecord } from '../run/record.js'
import { formatNumber, formatPercent } from '../session/numbers.js'
import { barChart } from './chart.js'
import { type Html, html } from './html.js'

/** What each part of the cycles means, in the order of the bars. */
const PARTS: readonly { readonly part: keyof CycleSplit; readonly meaning: string }[] = [
  { part: 'compute', meaning: 'compute' },
  { part: 'load', meaning: 'waiting for weights, thresholds or activations to load' },
  { part: 'drain', meaning: 'draining the pipeline and the post unit' },
  { part: 'stalls', meaning: 'other stalls' },
]

/** Where the cycles go, layer by layer. */
export function cyclesSection(record: RunRecord): Html {
  const { cycles, layers, utilisation, program, time } = record
  const onChip = layers.filter(({ place }) => place === 'chip')
  const chart = barChart({
    bars: onChip.map(({ name }) => name),
    series: PARTS.map(({ part, meaning }) => ({
      name: meaning,
      colour: part,
      values: onChip.map((layer) => layer.cycles[part]),
    })),
    labels: onChip.map(({ cycles: { total } }) => formatNumber(total)),
    axis: 'cycles of one execution',
  })
  const sum = (part: keyof CycleSplit) => onChip.reduce((total, layer) => total + layer.cycles[part], 0)
  const rows = onChip.map((layer) => {
    const planes = layer.kind === 'overhead' ? '' : `${layer.weightPlanes}w ${layer.actPlanes}a`
    const macs = layer.kind === 'overhead' ? '' : formatNumber(layer.macs)
    const use = layer.kind === 'overhead' ? '' : formatPercent(layer.utilisation, 1)
    return html`<tr><td>${layer.name}</td><td>${planes}</td><td>${macs}</td>
${PARTS.map(({ part }) => html`<td>${formatNumber(layer.cycles[part])}</td>`)}
<td>${formatNumber(layer.cycles.total)}</td><td>${use}</td></tr>`
  })
  return html`<section>
<h2>Cycles</h2>
<p>${formatNumber(cycles.perExecution)} cycles an execution of ${formatNumber(program.batch)} inputs,
${formatNumber(cycles.perInput, 1)} an input, ${formatNumber(time.microsecondsPerInput, 2)} µs at ${time.clockMhz} MHz.
Each cycle is counted once, from the array's point of view: loading that hides behind computing shows as compute.</p>
${chart}
<h3>Layers</h3>
<div class="scroll"><table class="list">
<thead><tr><th>layer</th><th>planes</th><th>MACs an input</th><th>compute</th><th>load</th><th>drain</th><th>stalls</th><th>cycles</th><th>utilisation</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><td>execution</td><td></td><td>${formatNumber(onChip.reduce((n, { macs }) => n + macs, 0))}</td>
${PARTS.map(({ part }) => html`<td>${formatNumber(sum(part))}</td>`)}
<td>${formatNumber(cycles.perExecution)}</td><td>${formatPercent(utilisation, 1)}</td></tr></tfoot>
</table></div>
<p>${cycles.basis}</p>
</section>`
}
