/** The chosen chip: figures, knobs, networks, layers. */
export const CHOSEN = `
const layersChart = chart('layers')
const switchingChart = chart('switching')
const drawChosen = () => {
  if (chosen < 0) { by('chosen').textContent = 'No point of this space is within the limits.'; return }
  const id = P.id[chosen]
  const row = D.front.find((f) => f.id === id)
  const figures = names.map((m) => '<div><b>' + short(P.metrics[m][chosen]) + '<i>' + band(m) + '</i></b><span>' + escapeHtml(label(m)) + '</span></div>').join('')
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
      names.map((m) => '<tr><td>' + escapeHtml(label(m)) + '</td>' + [short(P.metrics[m][chosen]), short(confirmed.metrics[m]), percent(confirmed.deviations[m])].map((v) => '<td>' + v + '</td>').join('') + '</tr>').join('') + '</table></div>'
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
`
