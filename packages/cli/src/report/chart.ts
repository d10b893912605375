import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { Html, html } from './html.js'

use([BarChart, GridComponent, SVGRenderer])

/** Width of every chart in its own units; the page scales it. */
const WIDTH = 920
const BAR_HEIGHT = 26
const NAME_WIDTH = 150
const LABEL_WIDTH = 130
const AXIS_HEIGHT = 46
const FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

/** One colour of the bars and what it stands for. */
export interface Series {
  readonly name: string
  /** A custom property of the page's style, without its dashes. */
  readonly colour: string
  /** One a bar. */
  readonly values: readonly number[]
}

/** Horizontal bars, each a stack of its series. */
export interface BarsOptions {
  readonly bars: readonly string[]
  readonly series: readonly Series[]
  /** Text behind each bar. */
  readonly labels: readonly string[]
  /** What the axis counts. */
  readonly axis: string
}

/** Draws a chart of horizontal bars as SVG; its colours are those of the page, light or dark. */
export function barChart({ bars, series, labels, axis }: BarsOptions): Html {
  const height = bars.length * BAR_HEIGHT + AXIS_HEIGHT
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  const text = { color: 'var(--muted)', fontFamily: FONT, fontSize: 12 }
  const most = Math.max(...bars.map((_, i) => series.reduce((sum, { values }) => sum + values[i]!, 0)))
  const option: EChartsCoreOption = {
    animation: false,
    grid: { left: NAME_WIDTH, right: LABEL_WIDTH, top: 0, bottom: AXIS_HEIGHT, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      max: most > 0 ? most : 1,
      name: axis,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: text,
      axisLabel: { ...text, hideOverlap: true, showMaxLabel: false },
      splitLine: { lineStyle: { color: 'var(--line)' } },
    },
    yAxis: {
      type: 'category',
      data: [...bars],
      inverse: true,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line)' } },
      axisLabel: { ...text, color: 'var(--text)', width: NAME_WIDTH - 12, overflow: 'truncate' },
    },
    series: series.map(({ name, colour, values }, i) => ({
      type: 'bar',
      name,
      stack: 'all',
      data: [...values],
      barWidth: 15,
      silent: true,
      itemStyle: { color: `var(--${colour})` },
      label: {
        show: i === series.length - 1,
        position: 'right',
        formatter: ({ dataIndex }: { dataIndex: number }) => labels[dataIndex],
        ...text,
      },
    })),
  }
  chart.setOption(option)
  const svg = chart.renderToSVGString()
  chart.dispose()
  const drawing = new Html(
    svg.replace(/^<svg width="\d+" height="\d+"/, '<div class="scroll"><svg role="img"').concat('</div>'),
  )
  return series.length > 1 ? html`${legend(series)}${drawing}` : drawing
}

function legend(series: readonly Series[]): Html {
  const entries = series.map(
    ({ name, colour }) => html`<li><i style="background: var(--${colour})"></i>${name}</li>`,
  )
  return html`<ul class="legend">${entries}</ul>`
}
