/** Lines that can still be told apart. */
const LINES = 1000

/** Columns from which names stand in two rows. */
const CROWDED = 8

const parallelChart = chart('parallel')

/** The front in parallel coordinates: knobs and objectives that are not the same everywhere. */
const drawParallel = () => {
  const names = [...D.knobs, ...D.objectives].filter((name) => new Set(valuesOf(name)).size > 1)
  const lowered = (/** @type {string} */ name, /** @type {number} */ dim) =>
    names.length <= CROWDED ? name : dim % 2 ? `\n${name}` : `${name}\n`
  const step = Math.max(1, Math.ceil(D.front.length / LINES))
  const shown = D.front.filter((_, i) => i % step === 0).map(({ id }) => placeOf.get(id) ?? -1)
  parallelChart.setOption(
    {
      animation: false,
      parallel: {
        left: 40,
        right: 60,
        top: 56,
        bottom: 20,
        parallelAxisDefault: {
          nameTextStyle: { ...textStyle(), lineHeight: 15 },
          nameTruncate: { maxWidth: 160 },
          axisLabel: {
            ...textStyle(),
            formatter: (/** @type {string | number} */ value) => short(Number(value)),
            hideOverlap: true,
          },
          axisLine: { lineStyle: { color: colour('muted') } },
        },
      },
      parallelAxis: names.map((name, dim) => ({
        dim,
        name: lowered(name, dim),
        ...(isKnob(name) ? knobAxis(valuesOf(name)) : metricAxis(valuesOf(name))),
      })),
      series: [
        {
          type: 'parallel',
          lineStyle: { width: 1.3, opacity: 0.5, color: colour('one') },
          data: shown.map((i) =>
            names.map((name) => (isKnob(name) ? String(valuesOf(name)[i]) : valuesOf(name)[i])),
          ),
        },
      ],
    },
    true,
  )
}

/** Knobs have few values: one mark each. @param {readonly number[]} values */
const knobAxis = (values) => ({
  type: 'category',
  data: [...new Set(values)].sort((a, b) => a - b).map(String),
})

/** @param {readonly number[]} values */
const metricAxis = (values) => ({
  type: isWide(values) ? 'log' : 'value',
  scale: true,
  min: 'dataMin',
  max: 'dataMax',
})
