import * as echarts from 'echarts'

const SIZE = { width: 760, height: 420 }

/** Draws a chart as SVG. */
export function drawSvg(option: object): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE })
  try {
    chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
