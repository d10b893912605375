/** Place of the chosen point; −1 when no point is within the limits. */
let chosen = D.front.length > 0 ? (placeOf.get(D.front[D.front.length >> 1].id) ?? -1) : -1

/** Chooses a point. @param {number} place */
function choose(place) {
  chosen = place
  drawFront()
  drawChosen()
  drawRoof()
}

/** Points from which marks are drawn in bulk. */
const MANY = 5000

const KINDS = [
  { name: 'beyond a limit', paint: 'alarm', size: 4, opacity: 0.55 },
  { name: 'dominated', paint: 'faint', size: 6, opacity: 0.55 },
  { name: 'front', paint: 'one', size: 9, opacity: 1 },
]

/** Places of the points of each kind. */
const members = KINDS.map((_, kind) => P.id.flatMap((_id, i) => (P.kind[i] === kind ? [i] : [])))

/**
 * Where the estimates of the chosen chip can be wrong: a box of the worst error on chips that the fit never saw.
 *
 * @param {MetricName} across
 * @param {MetricName} up
 */
const bandBox = (across, up) => {
  const span = (/** @type {MetricName} */ name) =>
    [-1, 1].map((sign) => P.metrics[name][chosen] * (1 + sign * (D.bands[name] ?? 0)))
  const [[left, right], [bottom, top]] = [span(across), span(up)]
  return {
    silent: true,
    itemStyle: { color: colour('two'), opacity: 0.28 },
    data: [[{ coord: [left, bottom] }, { coord: [right, top] }]],
  }
}

const frontChart = chart('front')

const drawFront = () => {
  const [across, up] = /** @type {MetricName[]} */ ([selectElement('x').value, selectElement('y').value])
  const [xs, ys] = [P.metrics[across], P.metrics[up]]
  const mark = (/** @type {number} */ i) => [xs[i], ys[i], i]
  const series = KINDS.map(({ name, paint, size, opacity }, kind) => ({
    type: 'scatter',
    name,
    large: P.id.length > MANY && name !== 'front',
    largeThreshold: MANY,
    symbolSize: size,
    z: 2 + kind,
    itemStyle: { color: colour(paint), opacity },
    data: members[kind].map(mark),
  })).filter(({ data }) => data.length > 0)
  const ring = {
    type: 'scatter',
    name: 'chosen',
    symbolSize: 17,
    z: 9,
    itemStyle: { color: 'transparent', borderColor: colour('two'), borderWidth: 3 },
    data: [mark(chosen)],
    markArea: bandBox(across, up),
  }
  frontChart.setOption(
    {
      animation: false,
      legend: topLegend(),
      grid: { left: 70, right: 24, top: 36, bottom: 48 },
      tooltip: { ...tooltipStyle(), formatter: (/** @type {Mark} */ { data }) => describe(data[2]) },
      xAxis: axis(label(across), fittingAxis(xs)),
      yAxis: axis(label(up), { nameGap: 54, ...fittingAxis(ys) }),
      dataZoom: [{ type: 'inside' }, { type: 'inside', yAxisIndex: 0 }],
      series: chosen >= 0 ? [...series, ring] : series,
    },
    true,
  )
}

for (const id of ['x', 'y']) {
  selectElement(id).innerHTML = metricNames.map((name) => `<option>${escapeHtml(name)}</option>`).join('')
  selectElement(id).addEventListener('change', drawFront)
}
const areaAcross = D.objectives.includes('areaMm2') && D.objectives[0] !== 'areaMm2'
selectElement('x').value = areaAcross ? 'areaMm2' : metricNames[0]
selectElement('y').value = areaAcross ? D.objectives[0] : metricNames[Math.min(1, metricNames.length - 1)]
frontChart.on('click', (event) => choose(/** @type {Mark} */ (/** @type {unknown} */ (event)).data[2]))
