import { isOwnWork } from '../run/host-record.js'
import type { RunRecord } from '../run/record.js'
import { formatNumber } from '../session/numbers.js'
import { type Html, html } from './html.js'

/** What the host computes beside the chip, and why. */
export function hostSection({ host }: RunRecord): Html {
  const own = host.parts.filter(isOwnWork)
  const what =
    own.length === 0
      ? 'The host packs the inputs and turns the last sums into scores; all layers run on the chip.'
      : 'The host runs these parts in the arithmetic of the network\u2019s file. Their time and energy are in no figure of this page.'
  const rows = own.map(
    ({ name, operator, reason, macs, bytes }) => html`<tr><td>${name}</td><td>${operator}</td>
<td>${formatNumber(macs)}</td><td>${formatNumber(bytes)}</td><td>${reason}</td></tr>`,
  )
  const table =
    own.length === 0
      ? ''
      : html`<div class="scroll"><table class="list texts">
<thead><tr><th>part</th><th>operators</th><th>MACs an input</th><th>bytes an input</th><th>why</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
  return html`<section>
<h2>Host</h2>
<p>${formatNumber(host.macs)} multiply-accumulates an input, ${formatNumber(host.bytes)} bytes to and from the chip. ${what}</p>
${table}
</section>`
}
