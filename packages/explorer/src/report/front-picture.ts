import type { DoneRow } from '../point/row.js'
import type { RowList } from '../point/row-list.js'
import { METRICS, type MetricName } from '../space/metrics.js'
import { drawSvg } from './svg.js'

/** Marks of a cloud that fall on the same square of this side, in pixels, are drawn once: nothing else can be seen. */
const CELL = 1

/** Front of the first two objectives that are not the same, as SVG: each chip a mark. */
export function frontPicture(
  objectives: readonly MetricName[],
  rows: RowList,
  front: readonly DoneRow[],
): string {
  const up = objectives[0]
  const across = objectives.includes('areaMm2') && up !== 'areaMm2' ? 'areaMm2' : (objectives[1] ?? 'areaMm2')
  const all = rows.of('ok', 'excluded')
  const axis = (metric: MetricName, nameGap: number) => {
    const values = all.numbers(metric)
    return {
      ...{ type: 'log', name: `${metric} [${METRICS[metric].unit}]`, nameLocation: 'middle', nameGap },
      ...{ min: smallest(values), max: -smallest(values.map((value) => -value)) },
      axisLabel: { formatter: (value: number) => Number(value.toPrecision(3)) },
    }
  }
  const chosen = new Set(front.map(({ id }) => id))
  const ok = rows.of('ok')
  const dominated = ok.places.filter((place) => !chosen.has(rows.table.idAt(place)))
  const cloud = (name: string, places: readonly number[], color: string, width: number) => ({
    ...{ type: 'custom', name, itemStyle: { color }, data: places.length > 0 ? [0] : [] },
    renderItem: (_: unknown, api: { coord(values: readonly number[]): number[] }) => ({
      type: 'path',
      shape: {
        pathData: dots(
          places.map((place) =>
            api.coord([rows.table.numberAt(place, across), rows.table.numberAt(place, up)]),
          ),
        ),
      },
      style: { stroke: color, fill: 'none', lineWidth: width, lineCap: 'round' },
    }),
  })
  return drawSvg({
    legend: { top: 0 },
    grid: { left: 80, right: 30, top: 36, bottom: 52 },
    xAxis: axis(across, 30),
    yAxis: axis(up, 56),
    series: [
      cloud('beyond a limit', rows.of('excluded').places, '#e3b7b0', 5),
      cloud('dominated', dominated, '#b9bec6', 6),
      {
        ...{ type: 'scatter', name: 'front', symbolSize: 10, itemStyle: { color: '#1f6fb2' } },
        data: front.map(({ metrics }) => [metrics[across], metrics[up]]),
      },
    ].filter(({ data }) => data.length > 0),
  })
}

/** One path of dots: strokes without length, of which round ends remain. */
function dots(places: readonly (readonly number[])[]): string {
  const cells = new Set(
    places.map(([x, y]) => `${Math.round(x / CELL) * CELL} ${Math.round(y / CELL) * CELL}`),
  )
  return [...cells].map((cell) => `M${cell}h.1`).join('')
}

function smallest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
}
