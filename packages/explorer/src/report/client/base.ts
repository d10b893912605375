/** Data of the page, text, colours and axes. */
export const BASE = `
'use strict'
const D = JSON.parse(document.getElementById('data').textContent)
const P = D.points
const by = (id) => document.getElementById(id)
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => '&#' + c.charCodeAt(0) + ';')
const short = (v) => (Math.abs(v) >= 1e4 ? Math.round(v).toLocaleString('en') : String(Number(Number(v).toPrecision(4))))
const label = (name) => name + (D.metrics[name] ? ' [' + D.metrics[name].unit + ']' : '')
const names = [...D.objectives, ...Object.keys(D.metrics).filter((m) => !D.objectives.includes(m))]
const place = new Map(P.id.map((id, i) => [id, i]))
// Charts take the size of their boxes, whenever these get one
const sizes = new ResizeObserver((boxes) => { for (const { target } of boxes) echarts.getInstanceByDom(target).resize() })
const chart = (id) => {
  const made = echarts.init(by(id))
  sizes.observe(by(id))
  return made
}
const text = () => ({ color: colour('muted'), fontSize: 12 })
const axis = (name, more) => ({
  name, nameLocation: 'middle', nameGap: 30, nameTextStyle: text(), axisLabel: { ...text(), formatter: short },
  axisLine: { lineStyle: { color: colour('line') } }, splitLine: { lineStyle: { color: colour('line') } }, ...more,
})
const near = (type) => (type === 'log' ? { min: (v) => Number((v.min / 1.15).toPrecision(2)), max: (v) => Number((v.max * 1.15).toPrecision(2)) } : {})
const wide = (values) => {
  const positive = values.filter((v) => v > 0)
  if (positive.length < values.length || positive.length === 0) return false
  let low = Infinity
  let high = 0
  for (const v of positive) { if (v < low) low = v; if (v > high) high = v }
  return high > 20 * low
}
const percent = (part) => (Math.abs(part) < 0.0005 ? '0.0 %' : (part > 0 ? '+' : '') + (100 * part).toFixed(1) + ' %')
const band = (name) => (D.bands[name] ? ' ± ' + (100 * D.bands[name]).toFixed(1) + ' %' : '')
const describe = (i) =>
  '<b>' + escapeHtml(P.id[i]) + '</b><br>' + D.knobs.map((k) => escapeHtml(k) + ' ' + P.knobs[k][i]).join(', ').replace(/((?:[^,]*,){3}[^,]*),/g, '$1<br>') +
  '<br>' + names.map((m) => escapeHtml(label(m)) + ': <b>' + short(P.metrics[m][i]) + '</b>' + band(m)).join('<br>')
`
