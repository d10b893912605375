import { measuredError } from '@concord/estimator'
import type { Plan } from '../run/plan-folder.js'
import type { Fidelity } from '../space/schema.js'
import { knobNames } from './csv.js'

const FIDELITY_NOTES: Readonly<Record<Fidelity, string>> = {
  closedForm:
    'closed form: cycles exactly as simulated, switching of random data, area composed of cell facts',
  simulated:
    'simulated: switching counted on random data, the same for every point; area composed of cell facts',
  synthesised: 'synthesised: area of the cells that Yosys makes of the RTL; switching as simulated',
}

/** What the figures of a report rest on, by the names that the page shows. */
export function provenanceOf(
  { space, header }: Plan,
  version: string,
): Readonly<Record<string, string | readonly string[]>> {
  const knobs: readonly string[] = knobNames(space)
  return {
    'made by': `Concord ${version}, figures of version ${header.codeVersion}`,
    space: header.file,
    search: `${space.search.strategy}, seed ${space.search.seed}`,
    fidelity: FIDELITY_NOTES[space.fidelity],
    ...(space.confirm && { 'front confirmed': FIDELITY_NOTES[space.confirm] }),
    networks: header.networks.map(({ name, sha256 }, i) => {
      const { weight, batch } = space.networks[i]
      return `${name}: weight ${Number(weight.toPrecision(3))}, batch ${batch}, sha256 ${sha256}`
    }),
    technology: `${space.chip.technology}, ${space.chip.corner}`,
    'other fields of the chip': Object.entries(space.chip)
      .filter(([name, value]) => !knobs.includes(name) && typeof value !== 'object')
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    'left out': `${header.leftOut.toLocaleString('en')} places of the grid are no legal chip, break a condition, or repeat another`,
    limits: space.limits.map(({ text }) => text),
    area: `composed of cells of the structure; error: ${measuredError(space.chip.technology, 'area')}`,
    energy: `composed of counted events, clock and leakage; error: ${measuredError(space.chip.technology, 'power')}`,
    'range of these errors':
      'chips like those of "concord calibrate"; "concord estimate" says what of a chip lies outside',
  }
}
