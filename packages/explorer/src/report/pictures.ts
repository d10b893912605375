import * as echarts from 'echarts'
import type { LayerSplit } from '../cost/layer-split.js'
import type { DoneRow, Row } from '../point/row.js'
import { METRICS, type MetricName } from '../space/metrics.js'

const SIZE = { width: 760, height: 420 }

/** Front of the first two objectives that are not the same, as SVG: each chip a mark. */
export function frontPicture(
  objectives: readonly MetricName[],
  rows: readonly Row[],
  front: readonly DoneRow[],
): string {
  const up = objectives[0]
  const across = objectives.includes('areaMm2') && up !== 'areaMm2' ? 'areaMm2' : (objectives[1] ?? 'areaMm2')
  const place = (row: DoneRow) => [row.metrics[across], row.metrics[up]]
  const chosen = new Set(front.map(({ id }) => id))
  const done = rows.filter((row): row is DoneRow => row.status !== 'failed' && !chosen.has(row.id))
  const series = (name: string, members: readonly DoneRow[], color: string, symbolSize: number) => ({
    ...{ type: 'scatter', name, symbolSize, itemStyle: { color } },
    data: members.map(place),
  })
  const axis = (metric: MetricName, nameGap: number) => ({
    ...{ type: 'log', name: `${metric} [${METRICS[metric].unit}]`, nameLocation: 'middle', nameGap },
    ...{
      min: 'dataMin',
      max: 'dataMax',
      axisLabel: { formatter: (value: number) => Number(value.toPrecision(3)) },
    },
  })
  return draw({
    legend: { top: 0 },
    grid: { left: 80, right: 30, top: 36, bottom: 52 },
    xAxis: axis(across, 30),
    yAxis: axis(up, 56),
    series: [
      series(
        'beyond a limit',
        done.filter(({ status }) => status === 'excluded'),
        '#e3b7b0',
        5,
      ),
      series(
        'dominated',
        done.filter(({ status }) => status === 'ok'),
        '#b9bec6',
        6,
      ),
      series('front', front, '#1f6fb2', 10),
    ].filter(({ data }) => data.length > 0),
  })
}

/** Cycles of each layer of one execution, as SVG. */
export function layersPicture({ layers }: LayerSplit): string {
  const bars = (name: string, key: 'computeCycles' | 'loadCycles' | 'postCycles', color: string) => ({
    ...{ type: 'bar', name, itemStyle: { color } },
    data: layers.map((layer) => layer[key]),
  })
  return draw({
    legend: { top: 0 },
    grid: { left: 90, right: 30, top: 36, bottom: 52 },
    xAxis: { type: 'value', name: 'cycles', nameLocation: 'middle', nameGap: 30 },
    yAxis: { type: 'category', inverse: true, data: layers.map(({ name }) => name) },
    series: [
      bars('array', 'computeCycles', '#1f6fb2'),
      bars('loading', 'loadCycles', '#d98324'),
      bars('post unit', 'postCycles', '#5a9367'),
    ],
  })
}

function draw(option: object): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE })
  try {
    chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
