/** A colour of the style sheet. @param {string} name */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** Colours of series, in their order. */
const SERIES_COLOURS = ['one', 'three', 'four', 'two']

/** Colour of a series. @param {number} index */
const seriesColour = (index) => colour(SERIES_COLOURS[index % SERIES_COLOURS.length])

// Charts take the size of their boxes, whenever these get one
const sizes = new ResizeObserver((boxes) => {
  for (const { target } of boxes) echarts.getInstanceByDom(/** @type {HTMLElement} */ (target))?.resize()
})

/** A chart in a box of the page. @param {string} id */
const chart = (id) => {
  const made = echarts.init(element(id))
  sizes.observe(element(id))
  return made
}

const textStyle = () => ({ color: colour('muted'), fontSize: 12 })
const tooltipStyle = () => ({
  backgroundColor: colour('card'),
  textStyle: { color: colour('text'), fontSize: 12 },
})
const topLegend = () => ({ top: 0, right: 8, textStyle: textStyle() })

/**
 * An axis.
 *
 * @param {string} name
 * @param {object} more - what the axis has beside the name and the page's style
 */
const axis = (name, more) => ({
  name,
  nameLocation: 'middle',
  nameGap: 30,
  nameTextStyle: textStyle(),
  axisLabel: { ...textStyle(), formatter: short },
  axisLine: { lineStyle: { color: colour('line') } },
  splitLine: { lineStyle: { color: colour('line') } },
  ...more,
})

/** Largest by smallest value from which an axis is logarithmic. */
const WIDE = 20

/** Whether values are all positive and far from each other. @param {readonly number[]} values */
const isWide = (values) => {
  let low = Number.POSITIVE_INFINITY
  let high = 0
  for (const value of values) {
    if (value <= 0) return false
    if (value < low) low = value
    if (value > high) high = value
  }
  return high > WIDE * low
}

/** Range of an axis. @typedef {{ min: number, max: number }} Extent */

/** Axis that fits values: logarithmic, close around them, where they are far apart. @param {readonly number[]} values */
const fittingAxis = (values) =>
  isWide(values)
    ? {
        type: 'log',
        scale: true,
        min: (/** @type {Extent} */ { min }) => Number((min / 1.15).toPrecision(2)),
        max: (/** @type {Extent} */ { max }) => Number((max * 1.15).toPrecision(2)),
      }
    : { type: 'value', scale: true }

/** Mark of a chart that stands for a point: x, y, place. @typedef {{ data: readonly [number, number, number] }} Mark */
