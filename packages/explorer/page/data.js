/** @typedef {import('../src/report/page-data.js').PageData} PageData */
/** @typedef {import('../src/space/metrics.js').MetricName} MetricName */

/** What the page draws from. */
const D = /** @type {PageData} */ (JSON.parse(element('data').textContent))
const P = D.points

/** Place of a point by its id. */
const placeOf = new Map(P.id.map((id, i) => [id, i]))

/** All metrics, the objectives first. */
const metricNames = [
  ...D.objectives,
  .../** @type {MetricName[]} */ (Object.keys(D.metrics)).filter((name) => !D.objectives.includes(name)),
]

/** Values of a knob or metric, one a point. @param {string} name */
const valuesOf = (name) =>
  P.knobs[/** @type {keyof typeof P.knobs} */ (name)] ?? P.metrics[/** @type {MetricName} */ (name)]

/** Whether a name is that of a knob. @param {string} name */
const isKnob = (name) => name in P.knobs

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no element ${id}`)
  return found
}

/** @param {string} id */
const selectElement = (id) => /** @type {HTMLSelectElement} */ (element(id))
