const roofChart = chart('roofline')

/** Axis that reaches a chip's most as well. @param {number} most */
const reachingAxis = (most) => ({
  type: 'log',
  min: (/** @type {Extent} */ { min }) => Number((min / 1.5).toPrecision(1)),
  max: (/** @type {Extent} */ { max }) => Number((1.3 * Math.max(max, most)).toPrecision(2)),
})

/** What the chosen chip can do at most in a cycle: operations (1 MAC is 2), stream bytes in and out. */
const peak = () => {
  const field = (/** @type {'rows' | 'lanes' | 'streamBits'} */ name) =>
    isKnob(name) ? valuesOf(name)[chosen] : D.fixed[name]
  return { ops: 2 * field('rows') * field('lanes'), bytes: (2 * field('streamBits')) / 8 }
}

/** Operations against bytes a cycle, of the front. */
const drawRoof = () => {
  const { ops, bytes } = chosen >= 0 ? peak() : { ops: 0, bytes: 0 }
  const roof = {
    silent: true,
    symbol: 'none',
    lineStyle: { type: 'dashed', color: colour('two') },
    label: { ...textStyle(), formatter: '{b}' },
    data: [
      { yAxis: ops, name: `${short(ops)} OP` },
      { xAxis: bytes, name: `${short(bytes)} bytes` },
    ],
  }
  roofChart.setOption(
    {
      animation: false,
      legend: topLegend(),
      grid: { left: 70, right: 64, top: 36, bottom: 48 },
      tooltip: {
        ...tooltipStyle(),
        formatter: (/** @type {Mark & { seriesName: string }} */ { seriesName, data }) =>
          `${escapeHtml(seriesName)}<br>${describe(data[2])}`,
      },
      xAxis: axis('stream bytes a cycle, in and out', reachingAxis(bytes)),
      yAxis: axis('operations a cycle', { nameGap: 50, ...reachingAxis(ops) }),
      series: D.networks.map((name, n) => ({
        type: 'scatter',
        name,
        symbolSize: (/** @type {readonly number[]} */ [, , place]) => (place === chosen ? 15 : 8),
        itemStyle: { color: seriesColour(n) },
        ...(n === 0 && chosen >= 0 && { markLine: roof }),
        data: D.front.map(({ id, networks }) => [
          networks[n].bytesPerCycle,
          networks[n].opsPerCycle,
          placeOf.get(id) ?? -1,
        ]),
      })),
    },
    true,
  )
}

roofChart.on('click', (event) => {
  // The dashed lines have no point
  const { data } = /** @type {Partial<Mark>} */ (/** @type {unknown} */ (event))
  if (Array.isArray(data)) choose(data[2])
})
