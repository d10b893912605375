/** Operations against bytes a cycle. */
export const ROOFLINE = `
const roofChart = chart('roofline')
const reach = (peak) => ({ min: (v) => Number((v.min / 1.5).toPrecision(1)), max: (v) => Number((1.3 * Math.max(v.max, peak || 0)).toPrecision(2)) })
const drawRoof = () => {
  const field = (name) => (name in P.knobs ? P.knobs[name][chosen] : D.fixed[name])
  const peak = chosen >= 0 ? { ops: 2 * field('rows') * field('lanes'), bytes: (2 * field('streamBits')) / 8 } : undefined
  const lines = peak ? { silent: true, symbol: 'none', lineStyle: { type: 'dashed', color: colour('two') }, label: { ...text(), formatter: '{b}' }, data: [{ yAxis: peak.ops, name: short(peak.ops) + ' OP' }, { xAxis: peak.bytes, name: short(peak.bytes) + ' bytes' }] } : undefined
  roofChart.setOption({
    animation: false, legend: { top: 0, right: 8, textStyle: text() }, grid: { left: 70, right: 64, top: 36, bottom: 48 },
    tooltip: { backgroundColor: colour('card'), textStyle: { color: colour('text'), fontSize: 12 }, formatter: (p) => escapeHtml(p.seriesName) + '<br>' + describe(p.data[2]) },
    xAxis: axis('stream bytes a cycle, in and out', { type: 'log', ...reach(peak && peak.bytes) }),
    yAxis: axis('operations a cycle', { type: 'log', nameGap: 50, ...reach(peak && peak.ops) }),
    series: D.networks.map((name, n) => ({
      type: 'scatter', name, symbolSize: (v) => (v[2] === chosen ? 15 : 8), itemStyle: { color: colour(['one', 'three', 'four', 'two'][n % 4]) }, markLine: n === 0 ? lines : undefined,
      data: D.front.map((f) => [f.networks[n].bytesPerCycle, f.networks[n].opsPerCycle, place.get(f.id)]),
    })),
  }, true)
}
roofChart.on('click', (p) => { if (p.data) choose(p.data[2]) })
`
