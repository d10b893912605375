/** Knobs: the front in parallel coordinates, and what each does. */
export const KNOBS = `
const parallelChart = chart('parallel')
const drawParallel = () => {
  const front = D.front.map((f) => place.get(f.id))
  const columns = [...D.knobs.map((k) => [k, P.knobs[k]]), ...D.objectives.map((m) => [m, P.metrics[m]])].filter(([, values]) => new Set(values).size > 1)
  const step = Math.max(1, Math.ceil(front.length / 1000))
  // Knobs have few values: one mark each; names stand in two rows where they are many
  const knobAxis = (values) => ({ type: 'category', data: [...new Set(values)].sort((a, b) => a - b).map(String) })
  const axes = columns.map(([name, values], dim) => ({
    dim, name: (columns.length > 8 && dim % 2 ? '\\n' : '') + name + (columns.length > 8 && dim % 2 === 0 ? '\\n' : ''),
    ...(name in P.knobs ? knobAxis(values) : { type: wide(values) ? 'log' : 'value', scale: true, min: 'dataMin', max: 'dataMax' }),
  }))
  parallelChart.setOption({
    animation: false, parallel: { left: 40, right: 60, top: 56, bottom: 20, parallelAxisDefault: { nameTextStyle: { ...text(), lineHeight: 15 }, nameTruncate: { maxWidth: 160 }, axisLabel: { ...text(), formatter: (v) => short(Number(v)), hideOverlap: true }, axisLine: { lineStyle: { color: colour('muted') } } } },
    parallelAxis: axes,
    series: [{ type: 'parallel', lineStyle: { width: 1.3, opacity: 0.5, color: colour('one') }, data: front.filter((_, i) => i % step === 0).map((i) => columns.map(([name, values]) => (name in P.knobs ? String(values[i]) : values[i]))) }],
  }, true)
}

const knobsChart = chart('knobs')
const drawKnobs = () => {
  const knobs = D.knobs.filter((k) => D.sensitivities.some((s) => s.knob === k && s.means.length > 1))
  knobsChart.setOption({
    animation: false, legend: { top: 0, right: 8, textStyle: text() }, grid: { left: 70, right: 24, top: 36, bottom: 62 },
    tooltip: { backgroundColor: colour('card'), textStyle: { color: colour('text'), fontSize: 12 }, formatter: (p) => {
      const s = D.sensitivities.find((e) => e.knob === p.name && e.metric === p.seriesName)
      return escapeHtml(p.name + ': mean ' + label(p.seriesName)) + '<br>' + s.means.slice(0, 24).map(([v, mean]) => v + ': ' + short(mean)).join('<br>')
    } },
    xAxis: axis('knob', { type: 'category', data: knobs, axisLabel: { ...text(), interval: 0, rotate: knobs.length > 8 ? 20 : 0 }, nameGap: knobs.length > 8 ? 44 : 30 }), yAxis: axis('largest by smallest mean', { type: 'log', min: 1, nameGap: 44 }),
    series: D.objectives.map((m, i) => ({ type: 'bar', name: m, itemStyle: { color: colour(['one', 'two', 'three', 'four'][i % 4]) }, data: knobs.map((k) => D.sensitivities.find((s) => s.knob === k && s.metric === m).span) })),
  }, true)
}
`
