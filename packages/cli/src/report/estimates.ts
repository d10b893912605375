import { estimateTiming } from '@concord/estimator'
import type { EstimateRecord, RunRecord } from '../run/record.js'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import { barChart } from './chart.js'
import { type Html, html } from './html.js'

/** Blocks with less than this part of the whole are drawn together. */
const SMALL = 0.004

/** Where the energy of an input goes. */
export function energySection({ energy, time }: RunRecord): Html {
  return html`<section>
<h2>Energy</h2>
<p>${formatSignificant(energy.total)} nJ an input, ${formatSignificant(energy.powerMw)} mW at ${time.clockMhz} MHz. Switching was counted
while the chip ran on ${energy.inputsCounted} of these inputs.</p>
${breakdown(energy, 'compute')}
${basis(energy)}
</section>`
}

/** How fast the netlist of the chip is in every corner; nothing for a technology whose timing was never measured. */
export function timingSection({ chipConfig }: RunRecord): Html {
  const timing = estimateTiming(chipConfig)
  if (timing.length === 0) return html``
  const { basis, error, note } = timing[0].clockMhz
  const rows = timing.map(
    ({ corner, clockMhz, blocks }) =>
      html`<tr><td>${corner}</td><td>${formatSignificant(clockMhz.value)}</td><td>${blocks[0].name}</td></tr>`,
  )
  return html`<section>
<h2>Clock</h2>
<div class="scroll"><table class="list">
<tr><th>corner</th><th>MHz before layout</th><th>slowest path ends in</th></tr>${rows}
</table></div>
<p>Basis: ${basis}; error: ${error}. ${note}.</p>
</section>`
}

/** Where the area of the chip goes. */
export function areaSection({ area, chipConfig }: RunRecord): Html {
  return html`<section>
<h2>Area</h2>
<p>${formatSignificant(area.total / 1e6)} mm² of cells in ${chipConfig.technology},
about ${formatSignificant(area.dieAreaUm2 / 1e6)} mm² after placement and routing.</p>
${breakdown(area, 'drain')}
${basis(area)}
</section>`
}

function breakdown({ blocks, total, unit }: EstimateRecord, colour: string): Html {
  const sorted = [...blocks].sort((a, b) => b.value - a.value)
  const shown = sorted.filter(({ value }) => value >= SMALL * total)
  const rest = sorted.filter(({ value }) => value < SMALL * total && value > 0)
  const bars = shown.map(({ name, value }) => ({ name: spaced(name), value }))
  if (rest.length > 0) {
    bars.push({
      name: `${rest.length} smaller parts`,
      value: rest.reduce((sum, { value }) => sum + value, 0),
    })
  }
  return barChart({
    bars: bars.map(({ name }) => name),
    series: [{ name: 'part', colour, values: bars.map(({ value }) => value) }],
    labels: bars.map(({ value }) => `${formatSignificant(value)}  ·  ${formatPercent(value / total, 1)}`),
    axis: unit,
  })
}

function basis({ basis, error, note }: EstimateRecord): Html {
  return html`<p>Basis: ${basis}; error: ${error}. ${note}</p>`
}

/** `clockTree` as `clock tree`. */
export function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
