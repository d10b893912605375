/** Values of a knob that a tooltip has room for. */
const MEANS_SHOWN = 24

const knobsChart = chart('knobs')

/** How much each knob moves each objective. */
const drawKnobs = () => {
  const sensitivity = (/** @type {string} */ knob, /** @type {string} */ metric) =>
    D.sensitivities.find((s) => s.knob === knob && s.metric === metric)
  const knobs = D.knobs.filter((name) => D.sensitivities.some((s) => s.knob === name && s.means.length > 1))
  const crowded = knobs.length > CROWDED
  knobsChart.setOption(
    {
      animation: false,
      legend: topLegend(),
      grid: { left: 70, right: 24, top: 36, bottom: 62 },
      tooltip: {
        ...tooltipStyle(),
        formatter: (/** @type {{ name: string, seriesName: string }} */ { name, seriesName }) => {
          const means = sensitivity(name, seriesName)?.means.slice(0, MEANS_SHOWN) ?? []
          const lines = means.map(([value, mean]) => `${value}: ${short(mean)}`)
          return [escapeHtml(`${name}: mean ${label(seriesName)}`), ...lines].join('<br>')
        },
      },
      xAxis: axis('knob', {
        type: 'category',
        data: knobs,
        axisLabel: { ...textStyle(), interval: 0, rotate: crowded ? 20 : 0 },
        nameGap: crowded ? 44 : 30,
      }),
      yAxis: axis('largest by smallest mean', { type: 'log', min: 1, nameGap: 44 }),
      series: D.objectives.map((metric, i) => ({
        type: 'bar',
        name: metric,
        itemStyle: { color: colour(['one', 'two', 'three', 'four'][i % 4]) },
        data: knobs.map((knob) => sensitivity(knob, metric)?.span),
      })),
    },
    true,
  )
}
