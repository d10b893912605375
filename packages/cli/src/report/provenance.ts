import type { RunRecord } from '../run/record.js'
import { formatNumber } from '../session/numbers.js'
import { type Html, html } from './html.js'

/** Where every figure comes from, so that it can be made again. */
export function provenanceSection(record: RunRecord): Html {
  const { concord, model, program, chipConfig, engine, tools, data, stream, energy, area } = record
  const { memories } = chipConfig
  const entries: readonly (readonly [string, Html | string])[] = [
    [
      'made by',
      `Concord ${concord.version}${concord.commit ? `, commit ${concord.commit}` : ''}, ${concord.date}`,
    ],
    ['network', html`${model.file}<br><code>sha256 ${model.sha256}</code>`],
    [
      'program',
      html`${formatNumber(program.instructions)} instructions, ${formatNumber(program.streamBytes)} bytes in,
${formatNumber(program.outputBytes)} bytes out, batch of ${program.batch}<br><code>sha256 ${program.sha256}</code>`,
    ],
    [
      'chip',
      `${chipConfig.name}: ${chipConfig.rows} rows × ${chipConfig.lanes} lanes, ${chipConfig.actBanks} activation banks of ` +
        `${formatNumber(chipConfig.actWords)} words, ${chipConfig.weightDepth} weight words a row and bank, ` +
        `${chipConfig.streamBits}-bit stream, ${chipConfig.clockMhz} MHz; memories: weights ${memories.weight}, ` +
        `activations ${memories.act}, sums ${memories.acc}, thresholds ${memories.param}`,
    ],
    ['technology', `${chipConfig.technology}, ${chipConfig.corner}`],
    [
      'engine',
      `${engine}; ${Object.entries(tools)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}`,
    ],
    [
      'stream',
      `a beat every ${cycles(stream.inputInterval)} in, one every ${cycles(stream.outputInterval)} out`,
    ],
    ['inputs', `${data.name}, ${formatNumber(record.inputs)} of ${data.shape.join(' × ')} bytes`],
    ['cycles', record.cycles.basis],
    ['energy', `${energy.basis}; error: ${energy.error}; ${energy.note}`],
    ['area', `${area.basis}; error: ${area.error}; ${area.note}`],
  ]
  return html`<section>
<h2>Provenance</h2>
<dl>${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</section>`
}

function cycles(interval: number): string {
  return interval === 1 ? 'cycle' : `${interval} cycles`
}
