import type { LayerSplit } from '../cost/layer-split.js'
import { drawSvg } from './svg.js'

/** Cycles of each layer of one execution, as SVG. */
export function layersPicture({ layers }: LayerSplit): string {
  const bars = (name: string, key: 'computeCycles' | 'loadCycles' | 'postCycles', color: string) => ({
    ...{ type: 'bar', name, itemStyle: { color } },
    data: layers.map((layer) => layer[key]),
  })
  return drawSvg({
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
