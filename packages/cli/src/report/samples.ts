import { type Html, html } from './html.js'
import { toPicture } from './picture.js'
import { encodePng } from './png.js'

/** An input to show, and what became of it. */
export interface Sample {
  /** Number of the input, from 0. */
  readonly index: number
  readonly shape: readonly number[]
  readonly data: Uint8Array
  readonly result: number
  /** Undefined when there are no labels. */
  readonly label: number | undefined
}

/** The first inputs that came out right, and the first that did not. */
export function samplesSection(samples: readonly Sample[]): Html {
  const shown = samples.filter(({ shape, data }) => toPicture(shape, data))
  if (shown.length === 0) return html``
  const wrong = shown.filter(({ label, result }) => label !== undefined && label !== result)
  const rest = shown.filter((sample) => !wrong.includes(sample))
  const labelled = rest.some(({ label }) => label !== undefined)
  return html`<section>
<h2>Inputs</h2>
${rest.length > 0 ? html`<h3>${labelled ? 'Right' : 'Results'}: the first ${rest.length}</h3>${strip(rest)}` : ''}
${wrong.length > 0 ? html`<h3>Wrong: the first ${wrong.length}</h3>${strip(wrong)}` : ''}
</section>`
}

function strip(samples: readonly Sample[]): Html {
  return html`<div class="strip">${samples.map(figure)}</div>`
}

function figure({ index, shape, data, result, label }: Sample): Html {
  const png = Buffer.from(encodePng(toPicture(shape, data)!)).toString('base64')
  const isWrong = label !== undefined && label !== result
  const verdict = isWrong
    ? html`<span class="wrong">${result}</span>, is ${label}`
    : html`<span class="${label === undefined ? 'plain' : 'right'}">${result}</span>`
  return html`<figure><img src="data:image/png;base64,${png}" alt="input ${index}">
<figcaption>${verdict}<small>no. ${index}</small></figcaption></figure>`
}
