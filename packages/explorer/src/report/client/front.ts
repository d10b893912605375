/** The front: two metrics of all chips, of which one is chosen. */
export const FRONT = `
let chosen = D.front.length > 0 ? place.get(D.front[Math.floor(D.front.length / 2)].id) : -1

const frontChart = chart('front')
const members = [0, 1, 2].map((kind) => P.id.flatMap((_, i) => (P.kind[i] === kind ? [i] : [])))
// Where the estimates of the chosen chip can be wrong, a box of the worst error on chips that the fit never saw
const bandBox = (mx, my) => {
  const span = (m) => [-1, 1].map((sign) => P.metrics[m][chosen] * (1 + sign * (D.bands[m] || 0)))
  const [[left, right], [bottom, top]] = [span(mx), span(my)]
  return { silent: true, itemStyle: { color: colour('two'), opacity: 0.28 }, data: [[{ coord: [left, bottom] }, { coord: [right, top] }]] }
}
const drawFront = () => {
  const [mx, my] = [by('x').value, by('y').value]
  const [xs, ys] = [P.metrics[mx], P.metrics[my]]
  const series = (kind, name, paint, size) => ({
    type: 'scatter', name, large: P.id.length > 5000 && kind < 2, largeThreshold: 5000, symbolSize: size, z: 2 + kind,
    itemStyle: { color: paint, opacity: kind === 2 ? 1 : 0.55 },
    data: members[kind].map((i) => [xs[i], ys[i], i]),
  })
  const all = [
    series(0, 'beyond a limit', colour('alarm'), 4),
    series(1, 'dominated', colour('faint'), 6),
    series(2, 'front', colour('one'), 9),
  ].filter((s) => s.data.length > 0)
  if (chosen >= 0)
    all.push({ type: 'scatter', name: 'chosen', symbolSize: 17, z: 9, data: [[xs[chosen], ys[chosen], chosen]], itemStyle: { color: 'transparent', borderColor: colour('two'), borderWidth: 3 }, markArea: bandBox(mx, my) })
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
frontChart.on('click', (p) => { choose(p.data[2]) })
`
