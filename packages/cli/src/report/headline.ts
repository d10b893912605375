import type { RunRecord } from '../run/record.js'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { type Html, html } from './html.js'

/** The figures most readers come for. */
export function headline(record: RunRecord): Html {
  const { accuracy, correct, inputs, cycles, time, utilisation } = record
  const figures = [
    accuracy === null || correct === null
      ? figure(formatNumber(inputs), '', 'inputs, without labels')
      : figure((100 * accuracy).toFixed(2), '%', `${formatNumber(correct)} of ${formatNumber(inputs)} right`),
    figure(formatNumber(cycles.perInput, 1), '', 'cycles an input'),
    figure(formatSignificant(time.inputsPerSecond), '/s', `inputs at ${time.clockMhz} MHz`),
    figure((100 * utilisation).toFixed(1), '%', 'array utilisation'),
    figure(formatSignificant(record.energyPerInputNj), 'nJ', 'an input, estimated'),
    figure(formatSignificant(record.areaUm2 / 1e6), 'mm²', 'of cells, estimated'),
  ]
  return html`<div class="figures">${figures}</div>`
}

function figure(value: string, unit: string, meaning: string): Html {
  return html`<div><b>${value}${unit ? html` <small>${unit}</small>` : ''}</b><span>${meaning}</span></div>`
}

/** The right results among those of one label, or of all. */
export function share(right: number, of: number): string {
  return of === 0 ? '–' : formatPercent(right / of, 1)
}
