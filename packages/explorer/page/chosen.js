/** @typedef {PageData['splits'][string][number]} LayerSplit */
/** @typedef {keyof LayerSplit['layers'][number]} LayerFigure */

const layersChart = chart('layers')
const switchingChart = chart('switching')

/** Figures beside each other; the values are HTML. @param {readonly (readonly [string, string])[]} figures */
const figureList = (figures) =>
  `<div class="figures">${figures.map(([name, value]) => `<div><b>${value}</b><span>${escapeHtml(name)}</span></div>`).join('')}</div>`

const drawChosen = () => {
  if (chosen < 0) {
    element('chosen').textContent = 'No point of this space is within the limits.'
    return
  }
  const id = P.id[chosen]
  element('chosen').innerHTML = [
    figureList(
      metricNames.map((name) => [label(name), `${short(P.metrics[name][chosen])}<i>${band(name)}</i>`]),
    ),
    figureList(D.knobs.map((name) => [name, String(valuesOf(name)[chosen])])),
    networksTable(id),
    confirmedTable(id),
  ].join('')
  drawLayers(D.splits[id])
}

/** Figures of each network on a chip of the front. @param {string} id */
const networksTable = (id) => {
  const row = D.front.find((member) => member.id === id)
  if (row === undefined) return '<p>Not on the front.</p>'
  const head = [
    'network',
    'batch',
    'cycles',
    'µs',
    'nJ/input',
    'OP/cycle',
    'bytes/cycle',
    'array busy',
    'bound by',
  ]
  return table(
    head,
    row.networks.map((n) => [
      escapeHtml(n.network),
      n.batch,
      short(n.cycles),
      short(n.latencyUs),
      short(n.energyNj),
      short(n.opsPerCycle),
      short(n.bytesPerCycle),
      `${(100 * n.computeShare).toFixed(1)} %`,
      escapeHtml(n.bound),
    ]),
  )
}

/** What the dearer fidelity said of a chip; empty when it was not asked. @param {string} id */
const confirmedTable = (id) => {
  const confirmed = D.confirmed[id]
  if (confirmed === undefined) return ''
  if ('reason' in confirmed) return `<p>Not confirmed: ${escapeHtml(confirmed.reason)}</p>`
  const { metrics, deviations } = confirmed
  return table(
    [escapeHtml(D.provenance['front confirmed']), 'search', 'confirmed', 'change'],
    metricNames.map((name) => [
      escapeHtml(label(name)),
      short(P.metrics[name][chosen]),
      short(metrics[name]),
      percent(deviations[name] ?? 0),
    ]),
  )
}

/** Layers of a chip, where they are kept. @param {readonly LayerSplit[] | undefined} splits */
const drawLayers = (splits) => {
  // Of networks with wide values only a run with data tells what switches
  const switches = splits?.some(({ layers }) => layers.some(({ switchingNj }) => switchingNj !== undefined))
  element('layers').style.display = splits ? '' : 'none'
  element('switching').style.display = switches ? '' : 'none'
  element('layersNote').textContent = splits
    ? 'Cycles overlap: weights come in while the array works. Switching is that of random data, without clock and leakage.'
    : `Layers are kept for ${Object.keys(D.splits).length} chips spread over the front; "concord explain" shows those of any.`
  if (splits === undefined) return
  const layers = splits.flatMap(({ layers }, i) =>
    layers.map((layer) => ({
      ...layer,
      name: splits.length > 1 ? `${D.networks[i]} ${layer.name}` : layer.name,
    })),
  )
  /** @type {(target: typeof layersChart, title: string, series: [string, LayerFigure, string][]) => void} */
  const bars = (target, title, series) => {
    target.resize()
    target.setOption(
      {
        animation: false,
        legend: { top: 0, textStyle: textStyle() },
        grid: { left: 96, right: 18, top: 30, bottom: 44 },
        tooltip: {},
        xAxis: axis(title, { type: 'value' }),
        yAxis: {
          type: 'category',
          inverse: true,
          data: layers.map(({ name }) => name),
          axisLabel: { ...textStyle(), width: 84, overflow: 'truncate' },
        },
        series: series.map(([name, figure, paint]) => ({
          type: 'bar',
          name,
          itemStyle: { color: colour(paint) },
          data: layers.map((layer) => layer[figure]),
        })),
      },
      true,
    )
  }
  bars(layersChart, 'cycles of the batch', [
    ['array', 'computeCycles', 'one'],
    ['loading', 'loadCycles', 'two'],
    ['post unit', 'postCycles', 'three'],
  ])
  bars(switchingChart, 'switching of the batch [nJ]', [['switching', 'switchingNj', 'four']])
}
