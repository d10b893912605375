/** What the page does in the browser: plain script, no modules, so that it works from a file. */
export const CLIENT = `
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
const charts = []
const chart = (id) => {
  const made = echarts.init(by(id))
  charts.push(made)
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
const describe = (i) =>
  '<b>' + escapeHtml(P.id[i]) + '</b><br>' + D.knobs.map((k) => escapeHtml(k) + ' ' + P.knobs[k][i]).join(', ').replace(/((?:[^,]*,){3}[^,]*),/g, '$1<br>') +
  '<br>' + names.map((m) => escapeHtml(label(m)) + ': <b>' + short(P.metrics[m][i]) + '</b>').join('<br>')

let chosen = D.front.length > 0 ? place.get(D.front[Math.floor(D.front.length / 2)].id) : -1

const frontChart = chart('front')
const drawFront = () => {
  const [mx, my] = [by('x').value, by('y').value]
  const [xs, ys] = [P.metrics[mx], P.metrics[my]]
  const series = (kind, name, paint, size) => ({
    type: 'scatter', name, large: P.id.length > 5000 && kind < 2, largeThreshold: 5000, symbolSize: size, z: 2 + kind,
    itemStyle: { color: paint, opacity: kind === 2 ? 1 : 0.55 },
    data: P.id.flatMap((_, i) => (P.kind[i] === kind ? [[xs[i], ys[i], i]] : [])),
  })
  const all = [
    series(0, 'beyond a limit', colour('alarm'), 4),
    series(1, 'dominated', colour('faint'), 6),
    series(2, 'front', colour('one'), 9),
  ].filter((s) => s.data.length > 0)
  if (chosen >= 0)
    all.push({ type: 'scatter', name: 'chosen', symbolSize: 17, z: 9, data: [[xs[chosen], ys[chosen], chosen]], itemStyle: { color: 'transparent', borderColor: colour('two'), borderWidth: 3 } })
  frontChart.setOption({
    animation: false, legend: { top: 0, right: 8, textStyle: text() }, grid: { left: 70, right: 24, top: 36, bottom: 48 },
    tooltip: { formatter: (p) => describe(p.data[2]), backgroundColor: colour('card'), textStyle: { color: colour('text'), fontSize: 12 } },
    xAxis: axis(label(mx), { type: wide(xs) ? 'log' : 'value', scale: true, ...near(wide(xs) && 'log') }),
    yAxis: axis(label(my), { type: wide(ys) ? 'log' : 'value', scale: true, nameGap: 54, ...near(wide(ys) && 'log') }),
    dataZoom: [{ type: 'inside' }, { type: 'inside', yAxisIndex: 0 }], series: all,
  }, true)
}
for (const [id, first] of [['x', 0], ['y', Math.min(1, names.length - 1)]]) {
  by(id).innerHTML = names.map((m, i) => '<option' + (i === first ? ' selected' : '') + '>' + escapeHtml(m) + '</option>').join('')
  by(id).addEventListener('change', drawFront)
}
if (D.objectives.includes('areaMm2') && D.objectives[0] !== 'areaMm2') by('y').value = D.objectives[0], by('x').value = 'areaMm2'
frontChart.on('click', (p) => { chosen = p.data[2]; drawAll() })

const layersChart = chart('layers')
const switchingChart = chart('switching')
const drawChosen = () => {
  if (chosen < 0) { by('chosen').textContent = 'No point of this space is within the limits.'; return }
  const id = P.id[chosen]
  const row = D.front.find((f) => f.id === id)
  const figures = names.map((m) => '<div><b>' + short(P.metrics[m][chosen]) + '</b><span>' + escapeHtml(label(m)) + '</span></div>').join('')
  const knobs = D.knobs.map((k) => '<div><b>' + P.knobs[k][chosen] + '</b><span>' + escapeHtml(k) + '</span></div>').join('')
  const networks = row
    ? '<div class="scroll"><table><tr><th>network</th><th>batch</th><th>cycles</th><th>µs</th><th>nJ/input</th><th>OP/cycle</th><th>bytes/cycle</th><th>array busy</th><th>bound by</th></tr>' +
      row.networks.map((n) => '<tr><td>' + escapeHtml(n.network) + '</td>' + [n.batch, short(n.cycles), short(n.latencyUs), short(n.energyNj), short(n.opsPerCycle), short(n.bytesPerCycle), (100 * n.computeShare).toFixed(1) + ' %', n.bound].map((v) => '<td>' + v + '</td>').join('') + '</tr>').join('') + '</table></div>'
    : '<p>Not on the front.</p>'
  by('chosen').innerHTML = '<div class="figures">' + figures + '</div><div class="figures">' + knobs + '</div>' + networks
  const confirmed = D.confirmed[id]
  if (confirmed) by('chosen').innerHTML += confirmed.reason
    ? '<p>Not confirmed: ' + escapeHtml(confirmed.reason) + '</p>'
    : '<div class="scroll"><table><tr><th>' + escapeHtml(D.provenance['front confirmed']) + '</th><th>search</th><th>confirmed</th><th>change</th></tr>' +
      names.map((m) => '<tr><td>' + escapeHtml(label(m)) + '</td>' + [short(P.metrics[m][chosen]), short(confirmed.metrics[m]), (100 * (confirmed.metrics[m] / P.metrics[m][chosen] - 1)).toFixed(1) + ' %'].map((v) => '<td>' + v + '</td>').join('') + '</tr>').join('') + '</table></div>'
  const splits = D.splits[id]
  by('layers').style.display = by('switching').style.display = splits ? '' : 'none'
  by('layersNote').textContent = splits ? 'Cycles overlap: weights come in while the array works. Switching is that of random data, without clock and leakage.' : 'Layers are kept for ' + Object.keys(D.splits).length + ' chips spread over the front; "concord explain" shows those of any.'
  if (!splits) return
  const layers = splits.flatMap((s, i) => s.layers.map((l) => ({ ...l, name: (splits.length > 1 ? D.networks[i] + ' ' : '') + l.name })))
  const bars = (target, title, series) => {
    target.resize()
    target.setOption({
      animation: false, legend: { top: 0, textStyle: text() }, grid: { left: 96, right: 18, top: 30, bottom: 44 }, tooltip: {},
      xAxis: axis(title, { type: 'value' }), yAxis: { type: 'category', inverse: true, data: layers.map((l) => l.name), axisLabel: { ...text(), width: 84, overflow: 'truncate' } },
      series: series.map(([name, key, paint]) => ({ type: 'bar', name, data: layers.map((l) => l[key]), itemStyle: { color: colour(paint) } })),
    }, true)
  }
  bars(layersChart, 'cycles of the batch', [['array', 'computeCycles', 'one'], ['loading', 'loadCycles', 'two'], ['post unit', 'postCycles', 'three']])
  bars(switchingChart, 'switching of the batch [nJ]', [['switching', 'switchingNj', 'four']])
}

const parallelChart = chart('parallel')
const drawParallel = () => {
  const front = D.front.map((f) => place.get(f.id))
  const columns = [...D.knobs.map((k) => [k, P.knobs[k]]), ...D.objectives.map((m) => [m, P.metrics[m]])].filter(([, values]) => new Set(values).size > 1)
  const step = Math.max(1, Math.ceil(front.length / 1000))
  parallelChart.setOption({
    animation: false, parallel: { left: 40, right: 60, top: 40, bottom: 20, parallelAxisDefault: { nameTextStyle: text(), axisLabel: { ...text(), formatter: short }, axisLine: { lineStyle: { color: colour('muted') } } } },
    parallelAxis: columns.map(([name, values], dim) => ({ dim, name, scale: true, type: wide(values) ? 'log' : 'value', min: 'dataMin', max: 'dataMax' })),
    series: [{ type: 'parallel', lineStyle: { width: 1.3, opacity: 0.5, color: colour('one') }, data: front.filter((_, i) => i % step === 0).map((i) => columns.map(([, values]) => values[i])) }],
  }, true)
}

const knobsChart = chart('knobs')
const drawKnobs = () => {
  const knobs = D.knobs.filter((k) => D.sensitivities.some((s) => s.knob === k && s.means.length > 1))
  knobsChart.setOption({
    animation: false, legend: { top: 0, right: 8, textStyle: text() }, grid: { left: 70, right: 24, top: 36, bottom: 48 },
    tooltip: { backgroundColor: colour('card'), textStyle: { color: colour('text'), fontSize: 12 }, formatter: (p) => {
      const s = D.sensitivities.find((e) => e.knob === p.name && e.metric === p.seriesName)
      return escapeHtml(p.name + ': mean ' + label(p.seriesName)) + '<br>' + s.means.slice(0, 24).map(([v, mean]) => v + ': ' + short(mean)).join('<br>')
    } },
    xAxis: axis('knob', { type: 'category', data: knobs, axisLabel: text() }), yAxis: axis('largest by smallest mean', { type: 'log', min: 1, nameGap: 44 }),
    series: D.objectives.map((m, i) => ({ type: 'bar', name: m, itemStyle: { color: colour(['one', 'two', 'three', 'four'][i % 4]) }, data: knobs.map((k) => D.sensitivities.find((s) => s.knob === k && s.metric === m).span) })),
  }, true)
}

const roofChart = chart('roofline')
const reach = (peak) => ({ min: (v) => Number((v.min / 1.5).toPrecision(1)), max: (v) => Number((1.3 * Math.max(v.max, peak || 0)).toPrecision(2)) })
const drawRoof = () => {
  const row = chosen >= 0 ? D.front.find((f) => f.id === P.id[chosen]) : undefined
  const lines = row ? { silent: true, symbol: 'none', lineStyle: { type: 'dashed', color: colour('two') }, label: { ...text(), formatter: '{b}' }, data: [{ yAxis: row.peak.ops, name: short(row.peak.ops) + ' OP' }, { xAxis: row.peak.bytes, name: short(row.peak.bytes) + ' bytes' }] } : undefined
  roofChart.setOption({
    animation: false, legend: { top: 0, right: 8, textStyle: text() }, grid: { left: 70, right: 64, top: 36, bottom: 48 },
    tooltip: { backgroundColor: colour('card'), textStyle: { color: colour('text'), fontSize: 12 }, formatter: (p) => escapeHtml(p.seriesName) + '<br>' + describe(p.data[2]) },
    xAxis: axis('stream bytes a cycle, in and out', { type: 'log', ...reach(row && row.peak.bytes) }),
    yAxis: axis('operations a cycle', { type: 'log', nameGap: 50, ...reach(row && row.peak.ops) }),
    series: D.networks.map((name, n) => ({
      type: 'scatter', name, symbolSize: (v) => (v[2] === chosen ? 15 : 8), itemStyle: { color: colour(['one', 'three', 'four', 'two'][n % 4]) }, markLine: n === 0 ? lines : undefined,
      data: D.front.map((f) => [f.networks[n].bytesPerCycle, f.networks[n].opsPerCycle, place.get(f.id)]),
    })),
  }, true)
}
roofChart.on('click', (p) => { if (p.data) { chosen = p.data[2]; drawAll() } })

by('failed').innerHTML = D.failed.length === 0 ? '<p>None.</p>' : '<div class="scroll"><table><tr><th>reason</th><th>points</th><th>first of them</th></tr>' +
  D.failed.map((f) => '<tr><td>' + escapeHtml(f.reason) + '</td><td>' + f.count + '</td><td>' + escapeHtml(Object.entries(f.parameters).map(([k, v]) => k + ' ' + v).join(', ')) + '</td></tr>').join('') + '</table></div>'
by('provenance').innerHTML = Object.entries(D.provenance).map(([k, v]) => '<dt>' + escapeHtml(k) + '</dt><dd>' + [].concat(v).map(escapeHtml).join('<br>') + '</dd>').join('')

const drawAll = () => { drawFront(); drawChosen(); drawParallel(); drawKnobs(); drawRoof() }
drawAll()
addEventListener('resize', () => { for (const c of charts) c.resize() })
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
`
