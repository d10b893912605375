/** Text that cannot become HTML. @param {unknown} text */
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** Four digits, or a whole number. @param {number} value */
const short = (value) =>
  Math.abs(value) >= 1e4
    ? Math.round(value).toLocaleString('en')
    : String(Number(Number(value).toPrecision(4)))

/** Name with unit. @param {string} name */
const label = (name) => {
  const metric = D.metrics[/** @type {MetricName} */ (name)]
  return metric ? `${name} [${metric.unit}]` : name
}

/** Relative change as text. @param {number} part */
const percent = (part) =>
  Math.abs(part) < 0.0005 ? '0.0 %' : `${part > 0 ? '+' : ''}${(100 * part).toFixed(1)} %`

/** How far a metric can be off. @param {MetricName} name */
const band = (name) => (D.bands[name] ? ` ± ${(100 * D.bands[name]).toFixed(1)} %` : '')

/** Knobs on a line of a tooltip. */
const KNOBS_A_LINE = 4

/** Tooltip of a point: id, knobs, metrics. @param {number} i */
const describe = (i) => {
  const knobs = D.knobs.map((name) => `${escapeHtml(name)} ${valuesOf(name)[i]}`)
  const lines = []
  for (let k = 0; k < knobs.length; k += KNOBS_A_LINE) lines.push(knobs.slice(k, k + KNOBS_A_LINE).join(', '))
  const metrics = metricNames.map(
    (name) => `${escapeHtml(label(name))}: <b>${short(P.metrics[name][i])}</b>${band(name)}`,
  )
  return [`<b>${escapeHtml(P.id[i])}</b>`, lines.join(',<br>'), ...metrics].join('<br>')
}

/**
 * A table; the cells are HTML.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
const table = (head, rows) => {
  const line = (/** @type {string} */ tag, /** @type {readonly (string | number)[]} */ cells) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  return `<div class="scroll"><table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table></div>`
}
