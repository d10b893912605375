import type { RunRecord } from '../run/record.js'
import { formatNumber } from '../session/numbers.js'
import { share } from './headline.js'
import { type Html, html } from './html.js'

type Confusion = NonNullable<RunRecord['confusion']>

/** Classes that a table of all labels and results has room for, and mistakes that are named where there are more. */
const MATRIX_CLASSES = 40
const MISTAKES_SHOWN = 20

/** Which label was taken for which. */
export function accuracySection({ confusion, correct, inputs }: RunRecord): Html {
  if (confusion === null || correct === null) {
    return html`<section><h2>Results</h2><p>The inputs came without labels, so nothing is said about accuracy.</p></section>`
  }
  const figures = `${formatNumber(correct)} of ${formatNumber(inputs)} inputs right, ${formatNumber(inputs - correct)} wrong.`
  return confusion.length <= MATRIX_CLASSES
    ? matrixSection(figures, confusion)
    : mistakesSection(figures, confusion)
}

function matrixSection(figures: string, confusion: Confusion): Html {
  const classes = confusion.map((_, label) => label)
  const worst = Math.max(1, ...confusion.flatMap((row, label) => row.filter((_, result) => result !== label)))
  const rows = confusion.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    const cells = row.map((count, result) => cell(count, label === result, label === result ? total : worst))
    return html`<tr><th>${label}</th>${cells}<th>${share(row[label]!, total)}</th></tr>`
  })
  return html`<section>
<h2>Accuracy</h2>
<p>${figures} A row is a label, a
column a result; shades of errors are relative to the most frequent one.</p>
<div class="scroll"><table class="matrix">
<tr><th class="axis">label \\ result</th>${classes.map((result) => html`<th>${result}</th>`)}<th class="axis">right</th></tr>
${rows}
</table></div>
</section>`
}

function mistakesSection(figures: string, confusion: Confusion): Html {
  const mistakes = confusion
    .flatMap((row, label) => row.map((count, result) => ({ label, result, count })))
    .filter(({ label, result, count }) => label !== result && count > 0)
    .sort((a, b) => b.count - a.count)
  const rows = mistakes
    .slice(0, MISTAKES_SHOWN)
    .map(
      ({ label, result, count }) =>
        html`<tr><td>${label}</td><td>${result}</td><td>${formatNumber(count)}</td></tr>`,
    )
  return html`<section>
<h2>Accuracy</h2>
<p>${figures} Of ${formatNumber(confusion.length)} classes, the mistakes that were made most often:</p>
<table class="list"><thead><tr><th>label</th><th>result</th><th>inputs</th></tr></thead><tbody>${rows}</tbody></table>
</section>`
}

function cell(count: number, isRight: boolean, most: number): Html {
  if (count === 0) return html`<td class="none" style="--part: 0">·</td>`
  const part = ((isRight ? 42 : 62) * count) / most + 4
  const shade = isRight ? 'right' : 'wrong'
  return html`<td style="--part: ${part.toFixed(1)}; --shade: var(--${shade})">${formatNumber(count)}</td>`
}
